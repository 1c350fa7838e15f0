"""The default sender (默认发送器): where no gateway is configured, the text goes to the console and into the database."""

import sys

from governance.notices.message import Message


def write_instead(channel: str, hint: str, message: Message) -> str:
    """Print with a masked recipient, and give back what the delivery keeps."""
    text = f"{message.subject}\n{message.body}" + (f"\n{message.link}" if message.link else "")
    sys.stdout.write(f"[{channel}] → {hint} ({message.id}): {message.body} {message.link}\n")
    sys.stdout.flush()
    return text
