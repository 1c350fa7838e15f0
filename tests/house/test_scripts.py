"""Our JavaScript is modules that the hashing storage can follow, each small."""

from pathlib import PurePosixPath

import pytest

from tests.house.walls.files import ROOT, below, report, text
from tests.house.walls.scripts import SIZE, script_faults

PATH = PurePosixPath("static/js/desk/board.js")
THERE = {PurePosixPath("static/js/lib/map.js"), PurePosixPath("static/js/desk/pins.js")}


def test_no_script_has_a_fault() -> None:
    scripts = below("static/js", ".js")
    assert scripts
    found = [finding for path in scripts for finding in script_faults(path, text(path), lambda named: (ROOT / named).is_file())]
    assert not found, report(found)


@pytest.mark.parametrize(
    "planted",
    [
        'import { pin } from "./gone.js";',
        'import { pin } from "leaflet";',
        'import { pin } from "/static/js/desk/pins.js";',
        'import "https://example.org/x.js";',
        'import {\n  pin,\n} from "./pins.js";',
        'const later = await import("./gone.js");',
        "const later = await import(name);",
        'export { pin } from "./gone.js";',
        "//# sourceMappingURL=x.js.map",
    ],
)
def test_a_planted_fault_is_found_on_its_line(planted: str) -> None:
    assert [finding.line for finding in script_faults(PATH, f"const a = 1;\n{planted}\n", THERE.__contains__)] == [2]


@pytest.mark.parametrize(
    "right",
    [
        'import { pin, unpin } from "./pins.js";',
        'import * as map from "../lib/map.js";',
        'import "./pins.js";',
        'const later = await import("../lib/map.js");',
        'export { pin } from "./pins.js";',
        "export const from = 3;",
        "/* import { x } from 'y' */",
        "const base = import.meta.url;",
    ],
)
def test_what_is_right_is_left_alone(right: str) -> None:
    assert script_faults(PATH, right, THERE.__contains__) == []


def test_a_planted_large_script_is_found() -> None:
    assert script_faults(PATH, "x" * SIZE, THERE.__contains__) == []
    assert script_faults(PATH, "x" * (SIZE + 1), THERE.__contains__) != []
