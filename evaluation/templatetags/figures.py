"""Bars and links for tables of figures (考核页面用语)."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from evaluation.cards.cells import Cell
from evaluation.cards.risks import number_name
from evaluation.web.asked import Asked
from governance.ledger.words import post_word, verb_word

register = template.Library()


@register.simple_tag
def bar(value: float, tone: str = "") -> SafeString:
    """A bar of so many per cent. The number stands beside it, so it is hidden from readers of the screen."""
    return format_html('<svg class="bar {}" aria-hidden="true"><rect width="{}%"/></svg>', tone, f"{max(0.0, min(100.0, value)):.1f}")


@register.simple_tag(takes_context=True)
def cell(context: dict[str, Any], one: Cell, query: str) -> SafeString:
    """A value with its grade and bar; it opens what is behind it. Made in one piece, since a table of posts has thousands of them."""
    look = "num muted" if one.tone == "none" else "num"
    if one.measure:
        hint = format_html(' title="{}"', one.hint) if one.hint else ""
        said = format_html('<a href="{}?{}&amp;measure={}"{} class="{}">{}</a>', context["lists"], query, one.measure, hint, look, one.text)
    elif one.score:
        said = format_html('<a href="?{}#{}" class="{}">{}</a>', query, one.score, look, one.text)
    else:
        said = format_html('<span class="{}">{}</span>', look, one.text)
    if one.grade:
        said += format_html(' <span class="tag {}">{}</span>', one.tone, _("%(grade)s 级") % {"grade": one.grade})
    return said if one.bar is None else said + bar(one.bar, one.tone)


@register.simple_tag
def query(wish: Asked, **changes: Any) -> str:
    """The address of a wish with changes; an empty text takes a part away."""
    return wish.query(**{name: None if value == "" else value for name, value in changes.items()})


@register.filter
def signed(value: float) -> str:
    """A change with its sign."""
    return f"{value:+.1f}".removesuffix(".0")


@register.simple_tag
def up(height: float) -> str:
    """Where a column of that height begins in a drawing 99.5 high."""
    return f"{99.5 - height:.2f}"


@register.simple_tag
def along(x: float, by: float) -> str:
    """A place so far to the right."""
    return f"{x + by:.2f}"


register.filter("numbered", number_name)
register.filter("verb_said", verb_word)
register.filter("post_said", post_word)
