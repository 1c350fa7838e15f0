"""./dev: the words of the command line."""

from __future__ import annotations

import argparse
import signal
import sys

from devtools import verbs
from devtools.place import Place, this_checkout
from devtools.running import LOCAL
from devtools.say import Stop, step

# These hand every word on as it is; the others have options of their own.
HANDED_ON = {
    "manage": ("one of Django's management commands", verbs.manage),
    "bench": ("measure how fast it is", verbs.bench),
    "drill": ("break it and see that nothing is lost: drill NAME", verbs.drill),
}


def port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(f"{text} is no port: 1 to 65535")
    return int(text)


def parser() -> argparse.ArgumentParser:
    about = "Set up, run and test this checkout. Nothing outside it is changed, but for packages that are missing."
    top = argparse.ArgumentParser(prog="./dev", description=about)
    known = top.add_subparsers(required=True, metavar="VERB")
    run = known.add_parser("run", help="serve the demo; sets up what is missing")
    run.add_argument("--host", default=LOCAL, help="the address to listen on (0.0.0.0: all)")
    run.add_argument("--port", type=port, help="the port (without: the first free one from 8000)")
    run.add_argument("--detach", action="store_true", help="return when it answers, go on in the background")
    run.set_defaults(act=verbs.run)
    test = known.add_parser("test", help="all checks and tests; after -- the arguments of one pytest call instead")
    test.add_argument("--fail-fast", action="store_true", help="end at the first step that fails")
    test.set_defaults(act=verbs.test)
    known.add_parser("shell", help="a Python shell with the models").set_defaults(act=verbs.shell)
    known.add_parser("stop", help="end the server, the worker and the database").set_defaults(act=verbs.stop)
    reset = known.add_parser("reset", help="stop and delete this checkout's data")
    reset.add_argument("--yes", action="store_true", help="without asking")
    reset.set_defaults(act=verbs.reset)
    for name, (text, _) in HANDED_ON.items():
        known.add_parser(name, help=text)
    return top


def act(place: Place, words: list[str]) -> int:
    if words and words[0] in HANDED_ON:
        return HANDED_ON[words[0]][1](place, words[1:])
    cut = words.index("--") if "--" in words else len(words)
    asked = parser().parse_args(words[:cut])
    asked.rest = words[cut + 1 :]
    code: int = asked.act(place, asked)
    return code


def main(words: list[str]) -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # as an exception, so that what was started is ended
    try:
        return act(this_checkout(), words)
    except Stop as reason:
        step(str(reason))
        return 1
    except PermissionError as error:
        step(f"no permission for {error.filename}: run ./dev as the user who set this checkout up, or as root")
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
