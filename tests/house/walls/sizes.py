"""How large things are, and words that are no names."""

import ast
import re
from pathlib import PurePosixPath

from tests.house.walls.files import Finding

FILE, MEDIAN, FUNCTION = 400, 70, 50
LINE = 450
"""Letters in a line of a template: a sentence for residents may take that many, markup need not."""
NO_NAMES = re.compile(r"(?:common|utils?|helpers?|misc)(?:\..*)?")


def length(source: str) -> int:
    return len(source.splitlines())


def large_file(path: PurePosixPath, source: str) -> list[Finding]:
    lines = length(source)
    return [Finding(path, lines, f"{lines} lines, more than {FILE}")] if lines > FILE else []


def long_functions(path: PurePosixPath, source: str) -> list[Finding]:
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > FUNCTION:
                found.append(Finding(path, node.lineno, f"{node.name} has {lines} lines, more than {FUNCTION}"))
    return found


def long_lines(path: PurePosixPath, source: str) -> list[Finding]:
    """Markup that nobody can read across."""
    return [
        Finding(path, number, f"{len(line)} letters in a line, more than {LINE}")
        for number, line in enumerate(source.splitlines(), 1)
        if len(line) > LINE
    ]


def median(lengths: list[int]) -> int:
    return sorted(lengths)[len(lengths) // 2]


def nameless(path: PurePosixPath) -> list[Finding]:
    """A file or folder whose name says nothing about what is in it."""
    return [Finding(path, 1, f"{part} is no name") for part in path.parts if NO_NAMES.fullmatch(part)]
