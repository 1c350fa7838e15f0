"""Who writes. The rule, as far as reading the text can hold it:

* `.create(`, `.bulk_create(`, `.bulk_update(`, `.get_or_create(`, `.update_or_create(` and their async twins write,
  whatever they are called on;
* `.save(` writes when it has no positional argument: a picture or a storage is saved *to* something, a row is just saved;
* `.delete(` writes when it has no argument at all, or is called on a queryset: a cache or a storage deletes a *named* thing;
* `.update(` writes when it is called on a queryset, or has keywords only: a dict or a hash takes a positional argument;
* a queryset is an expression with `.objects` or a manager in it, or the result of `.filter(`, `.all(` and the like;
* `execute(` writes when its SQL, as far as it is a literal, begins with INSERT, UPDATE, DELETE, TRUNCATE, MERGE or COPY ... FROM.

Only the writing rooms may write: actions, the ledger's record, migrations.
"""

import ast
import re
from pathlib import PurePosixPath

from tests.house.walls.files import Finding

ALWAYS = {"create", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
MANAGERS = {"objects", "_default_manager", "_base_manager"}
QUERYSETS = {"all", "filter", "exclude", "select_for_update", "using", "order_by", "get_queryset", "annotate", "select_related", "distinct"}
SQL = re.compile(r"\s*(?:with\b.*?\)\s*)?(?:insert|update|delete|truncate|merge|copy\b.*\bfrom)\b", re.IGNORECASE | re.DOTALL)
ROOMS = {PurePosixPath("governance/ledger/record.py")}


def may_write(path: PurePosixPath) -> bool:
    return "actions" in path.parts or path.name == "actions.py" or path in ROOMS or "migrations" in path.parts


def writes(path: PurePosixPath, source: str) -> list[Finding]:
    """Every write of a file that is no writing room."""
    if may_write(path):
        return []
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute))
    return [Finding(path, call.lineno, f"writes: {ast.unparse(call)[:90]}") for call in calls if is_write(call)]


def is_write(call: ast.Call) -> bool:
    assert isinstance(call.func, ast.Attribute)
    name, on_queryset = call.func.attr, is_queryset(call.func.value)
    if name.startswith("a") and name[1:] in ALWAYS | {"save", "delete", "update"}:
        name = name[1:]
    match name:
        case "save":
            return not call.args
        case "delete":
            return on_queryset or not (call.args or call.keywords)
        case "update":
            return on_queryset or (not call.args and bool(call.keywords))
        case "execute" | "executemany" | "copy":
            return bool(call.args) and SQL.match(literal(call.args[0])) is not None
    return name in ALWAYS


def is_queryset(node: ast.expr) -> bool:
    while True:
        if isinstance(node, ast.Attribute):
            if node.attr in MANAGERS:
                return True
            node = node.value
        elif isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute) and node.func.attr in QUERYSETS:
                return True
            node = node.func
        elif isinstance(node, ast.Subscript):
            node = node.value
        else:
            return False


def literal(node: ast.expr) -> str:
    """The beginning of a string as far as it is written in the source."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else " x " for part in node.values)
    return literal(node.left) if isinstance(node, ast.BinOp) else ""
