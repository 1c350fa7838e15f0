"""The menu shows what opens, and what it shows does open."""

import pytest
from django.urls import reverse

from incidents.web.menu import menu_of

PEOPLE = ["alice", "bob", "dan", "erin", "leo", "sam", "sue", "ann"]


@pytest.mark.parametrize("name", PEOPLE)
def test_every_entry_of_a_menu_opens(as_, town, name: str) -> None:
    pages = [entry.page for entry in menu_of(town.actor(name))]
    assert pages
    assert {page: as_(name).get(reverse(page)).status_code for page in pages} == dict.fromkeys(pages, 200)


def test_the_board_marks_itself_in_the_menu(as_) -> None:
    assert '<a href="/desk/" aria-current="page">' in as_("alice").get("/desk/").content.decode()


def test_nobody_without_a_post_has_a_menu(town) -> None:
    from governance.access.actor import PUBLIC

    assert menu_of(PUBLIC) == []
