"""Bring the database to the present code, in one process of the project's own Python: a start of Django each would cost seconds.

Progress goes to standard error; standard output carries the sign-ins alone. The first command that fails ends it with 1.
"""

from __future__ import annotations

import sys
import time

import django
from django.core.management import call_command
from django.core.management.base import CommandError

from devtools.say import step

# Everything that git does not know stays out of the search for translations.
COMMANDS: tuple[tuple[str, dict[str, object]], ...] = (
    ("migrate", {"interactive": False, "verbosity": 0}),
    ("compilemessages", {"verbosity": 0, "ignore_patterns": [".venv", "var"]}),
    ("load_reference", {}),
    ("load_demo", {}),
    ("load_evaluation_demo", {}),
    ("keep_days", {"if_due": True}),
    ("scan_hot_spots", {"if_due": True, "deals": 199}),
)


def main() -> int:
    django.setup()
    for name, options in COMMANDS:
        begin = time.monotonic()
        try:
            call_command(name, stdout=sys.stderr, **options)
        except CommandError as error:
            step(f"{name}: {error}")
            return 1
        step(f"{name}: {time.monotonic() - begin:.1f} s")
    call_command("load_demo", print_signins=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
