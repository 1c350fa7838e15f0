"""Doors parse, call and answer: a transaction is the business of the action they call."""

import ast
from pathlib import PurePosixPath

from tests.house.walls.files import Finding

DOORS = {"api", "web", "live", "notices", "management", "open311", "opendata", "tiles", "imports", "http", "admin"}


def is_door(path: PurePosixPath) -> bool:
    return len(path.parts) > 1 and path.parts[1].removesuffix(".py") in DOORS and "actions" not in path.parts


def transactions(path: PurePosixPath, source: str) -> list[Finding]:
    """Every way a door gets hold of a transaction."""
    if not is_door(path):
        return []
    return [Finding(path, node.lineno, "a transaction in a door") for node in ast.walk(ast.parse(source)) if reaches(node)]


def reaches(node: ast.AST) -> bool:
    match node:
        case ast.ImportFrom(module=module, names=names):
            return module == "django.db.transaction" or (module == "django.db" and any(name.name == "transaction" for name in names))
        case ast.Import(names=names):
            return any(name.name == "django.db.transaction" for name in names)
        case ast.Attribute(attr="transaction"):
            return True
    return False
