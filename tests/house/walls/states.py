"""Where the state of a case is set: in one function."""

import ast
from collections.abc import Iterator
from pathlib import PurePosixPath

from tests.house.walls.files import Finding

HOME = PurePosixPath("incidents/actions")
MOVE = "_move"


def state_changes(path: PurePosixPath, source: str) -> list[Finding]:
    """Every `.state = `, `setattr(x, "state", ...)` and `.update(state=...)` outside `_move` of incidents/actions."""
    tree = ast.parse(source)
    inside = set()
    if HOME in path.parents:
        moves = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name == MOVE)
        inside = {id(node) for move in moves for node in ast.walk(move)}
    return [Finding(path, line, "sets the state outside _move") for node, line in changes(tree) if id(node) not in inside]


def changes(tree: ast.AST) -> Iterator[tuple[ast.AST, int]]:
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(attr="state", ctx=ast.Store() | ast.Del()):
                yield node, node.lineno
            case ast.Call(func=ast.Name(id="setattr"), args=[_, ast.Constant(value="state"), *_]):
                yield node, node.lineno
            case ast.Call(func=ast.Attribute(attr="update" | "aupdate"), keywords=words) if any(word.arg == "state" for word in words):
                yield node, node.lineno
