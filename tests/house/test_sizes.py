"""Small files, small functions, names that say something."""

from pathlib import PurePosixPath

import pytest

from tests.house.walls.files import below, report, sources, text, tracked
from tests.house.walls.sizes import FILE, FUNCTION, LINE, MEDIAN, large_file, length, long_functions, long_lines, median, nameless

PATH = PurePosixPath("grids/queries.py")


def test_no_file_is_large() -> None:
    found = [finding for path in sources() for finding in large_file(path, text(path))]
    assert not found, report(found)


def test_half_of_the_files_are_small() -> None:
    lengths = [length(text(path)) for path in sources()]
    assert median(lengths) < MEDIAN


def test_no_function_is_long() -> None:
    found = [finding for path in sources() for finding in long_functions(path, text(path))]
    assert not found, report(found)


def test_markup_is_read_without_turning_the_head() -> None:
    found = [finding for path in below("templates", ".html") for finding in long_lines(path, text(path))]
    assert not found, report(found)


def test_every_name_says_something() -> None:
    own = [path for path in tracked() if path.suffix in {".py", ".js", ".css"} and "vendor" not in path.parts]
    found = [finding for path in own for finding in nameless(path)]
    assert not found, report(found)


def test_a_planted_large_file_is_found() -> None:
    assert large_file(PATH, "x = 1\n" * FILE) == []
    assert large_file(PATH, "x = 1\n" * (FILE + 1)) != []


def test_a_planted_long_line_is_found() -> None:
    assert long_lines(PurePosixPath("templates/x.html"), "<p>" + "x" * LINE) != []


@pytest.mark.parametrize("kind", ["def", "async def"])
def test_a_planted_long_function_is_found(kind: str) -> None:
    assert long_functions(PATH, f"{kind} f():\n" + "    x = 1\n" * (FUNCTION - 1)) == []
    assert long_functions(PATH, f"class A:\n  {kind} f(self):\n" + "    x = 1\n" * FUNCTION) != []


@pytest.mark.parametrize("path", ["grids/utils.py", "incidents/common/x.py", "static/js/helpers.js", "grids/helper.py"])
def test_a_planted_name_that_says_nothing_is_found(path: str) -> None:
    assert nameless(PurePosixPath(path)) != []


def test_a_name_that_merely_begins_so_is_one() -> None:
    assert nameless(PurePosixPath("grids/commonplaces.py")) == []


def test_the_median_is_the_one_in_the_middle() -> None:
    assert median([500, 3, 8]) == 8
