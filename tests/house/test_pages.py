"""Templates hold under a strict Content-Security-Policy and can be read aloud."""

from pathlib import PurePosixPath

import pytest

from tests.house.walls.files import below, report, text
from tests.house.walls.pages import page_faults

PATH = PurePosixPath("templates/desk/board.html")


def test_no_template_has_a_fault() -> None:
    pages = below("templates", ".html")
    assert pages
    found = [finding for path in pages for finding in page_faults(path, text(path))]
    assert not found, report(found)


@pytest.mark.parametrize(
    ("planted", "what"),
    [
        ("<script>alert(1)</script>", "inline script"),
        ('<script type="module">import "./x.js"</script>', "inline script"),
        ("<style>a { color: red }</style>", "inline style"),
        ('<p style="color: red">', "inline style"),
        ('<p {% if x %}style="width: {{ w }}%"{% endif %}>', "inline style"),
        ('<button onclick="go()">', "inline handler onclick"),
        ('<body onload="go()">', "inline handler onload"),
        ('<a href="javascript:go()">', "a javascript: address"),
        ("<img src=\"{% static 'x.png' %}\">", "a picture without alt"),
        ('<input name="q">', "input without a label"),
        ('<label for="a">甲</label><input id="b">', "input without a label"),
        ('<select name="q"></select>', "select without a label"),
        ('<label>甲</label><textarea name="q"></textarea>', "textarea without a label"),
    ],
)
def test_a_planted_fault_is_found_on_its_line(planted: str, what: str) -> None:
    found = page_faults(PATH, f"{{# a comment #}}\n{{% block x %}}\n{planted}\n")
    assert [(finding.line, finding.what) for finding in found] == [(3, what)]


@pytest.mark.parametrize(
    "right",
    [
        '<script type="module" src="{% static "js/board.js" %}"></script>',
        '<script type="application/json" id="a">{}</script>',
        '<img src="x.png" alt="">',
        '<img src="{{ photo.url }}" alt="{{ photo.text }}">',
        '<label>甲 <input name="q"></label>',
        '<input id="id-{{ field.pk }}"><label for="id-{{ field.pk }}">甲</label>',
        '<input type="search" aria-label="{% translate "搜索" %}">',
        '<input type="hidden" name="version" value="{{ v }}">',
        '{# <p style="x"> #}',
        "{% comment %}<script>x</script>{% endcomment %}",
    ],
)
def test_what_is_right_is_left_alone(right: str) -> None:
    assert page_faults(PATH, right) == []
