"""Who may open a screen, and of which area."""

from typing import Any

import pytest

from tests.town import DISTRICT, OTHER_STREET, STREET, Town

PATHS = ("/screen/", "/screen/figures/", "/screen/areas/")


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    ("name", "status"), [("alice", 200), ("erin", 200), ("leo", 200), ("bob", 403), ("dan", 403), ("sam", 403), ("", 302)]
)
def test_desk_and_oversight_open_it(as_: Any, path: str, name: str, status: int) -> None:
    assert as_(name).get(path).status_code == status


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("code", [OTHER_STREET, DISTRICT, "440311", f"{STREET}009", "4403", "x", "１２３４", "440399001001001001"])
def test_another_area_does_not_exist(as_: Any, path: str, code: str) -> None:
    assert as_("alice").get(path, {"code": code}).status_code == 404


@pytest.mark.parametrize("code", [STREET, f"{STREET}001", f"{STREET}001001"])
def test_the_way_down_ends_at_a_grid(as_: Any, code: str) -> None:
    body = as_("alice").get("/screen/areas/", {"code": code}).json()
    assert [step["code"] for step in body["trail"]] == [one for one in (STREET, f"{STREET}001", f"{STREET}001001") if len(one) <= len(code)]
    assert body["fill"]["features"]
    assert body["children"] == {9: 12, 12: 15, 15: 0}[len(code)]


def test_the_page_names_its_scripts_and_no_person(as_: Any, town: Town) -> None:
    page = as_("leo").get("/screen/").content.decode()
    assert "echarts.wall.min.js" in page
    assert town.people["leo"].display_name not in page
