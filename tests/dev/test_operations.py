"""docs/operations.md says what is true: each variable the code reads is in its table, each word of ./dev too."""

import re

from devtools.__main__ import parser
from devtools.kept import BYTES
from devtools.place import this_checkout

ROOT = this_checkout().root
PAGE = (ROOT / "docs" / "operations.md").read_text()
READ = re.compile(r"""\benv\.(?:text|flag|number|words|folder)\(\s*"(\w+)"|environ(?:\.get\(|\[)\s*"(\w+)\"""")
NOT_OURS = {"DJANGO_SETTINGS_MODULE", "DJANGO_ALLOW_ASYNC_UNSAFE", "PATH", "HOME"}


def test_every_variable_of_the_code_is_in_the_table() -> None:
    sources = [
        path for app in ("governance", "grids", "residents", "bulletins", "incidents", "evaluation") for path in (ROOT / app).rglob("*.py")
    ]
    read = {one or two for path in sources for one, two in READ.findall(path.read_text())}
    assert len(read) > 10
    told = set(re.findall(r"^\| `([A-Z0-9_]+)` \|", PAGE, re.MULTILINE))
    assert (read | set(BYTES)) - NOT_OURS <= told


def test_every_word_of_the_command_is_told() -> None:
    known = set(parser()._subparsers._group_actions[0].choices)  # type: ignore[union-attr,arg-type]
    assert known == {"run", "test", "manage", "shell", "bench", "drill", "stop", "reset"}
    assert all(f"`./dev {word}" in PAGE for word in known)
