"""JavaScript modules as the hashing storage can read them: one import a line, a literal relative path, and the file exists."""

import re
from collections.abc import Callable
from pathlib import PurePosixPath

from tests.house.walls.files import Finding

SIZE = 8 * 1024
STATEMENT = re.compile(r"^(?:import\b(?!\s*[(.])|export\s*[*{][^;]*\bfrom\b)")
WHOLE = re.compile(r"""^(?:import|export)\s+(?:[\w*{}\s,$]+\s+from\s+)?(["'])(?P<path>[^"']+)\1;?\s*(?://.*)?$""")
DYNAMIC = re.compile(r"""\bimport\s*\(\s*(?:(["'])(?P<path>[^"']+)\1\s*\))?""")


def script_faults(path: PurePosixPath, source: str, exists: Callable[[PurePosixPath], bool]) -> list[Finding]:
    found = []
    for number, line in enumerate(without_comments(source).splitlines(), 1):
        if STATEMENT.match(line.strip()):
            whole = WHOLE.match(line.strip())
            found += target(path, number, whole["path"] if whole else None, exists)
        found += [fault for call in DYNAMIC.finditer(line) for fault in target(path, number, call["path"], exists)]
        if "sourceMappingURL" in line:
            found.append(Finding(path, number, "names a source map that is not served"))
    if len(source.encode()) > SIZE:
        found.append(Finding(path, 1, f"{len(source.encode())} bytes, more than {SIZE}"))
    return found


def target(path: PurePosixPath, line: int, named: str | None, exists: Callable[[PurePosixPath], bool]) -> list[Finding]:
    if named is None:
        return [Finding(path, line, "an import that is not one line with a literal path")]
    if not named.startswith(("./", "../")):
        return [Finding(path, line, f"{named} is not relative")]
    return [] if exists(resolved(path, named)) else [Finding(path, line, f"{named} does not exist")]


def resolved(path: PurePosixPath, named: str) -> PurePosixPath:
    parts = list(path.parent.parts)
    for part in PurePosixPath(named).parts:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return PurePosixPath(*parts)


def without_comments(source: str) -> str:
    return re.sub(r"/\*.*?\*/", lambda found: "\n" * found[0].count("\n"), source, flags=re.DOTALL)
