"""The day of a moment: the office's, never that of UTC."""

import ast
from pathlib import PurePosixPath

from tests.house.walls.files import Finding

MOMENTS = ("at", "now", "since", "until")


def days_of_utc(path: PurePosixPath, source: str) -> list[Finding]:
    """Every `.date()` of a moment as it stands; `timezone.localdate(at)` is the day in the office."""
    return [
        Finding(path, node.lineno, "takes the day of UTC")
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "date"
        and not node.args
        and is_moment(node.func.value)
    ]


def is_moment(node: ast.expr) -> bool:
    """A name that moments have here: `at`, `received_at`; also one moved by something, or `timezone.now()`."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name in MOMENTS or name.endswith("_at")
        case ast.BinOp(left=left):
            return is_moment(left)
        case ast.Call(func=ast.Attribute(attr="now")):
            return True
        case _:
            return False
