"""Bars and links for tables of figures (考核页面用语)."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from evaluation.cards.risks import number_name
from evaluation.web.asked import Asked
from governance.ledger.words import post_word, verb_word

register = template.Library()


@register.simple_tag
def bar(value: float, tone: str = "") -> SafeString:
    """A bar of so many per cent. The number stands beside it, so it is hidden from readers of the screen."""
    width = f"{max(0.0, min(100.0, value)):.1f}"
    frame = 'viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true" focusable="false"'
    return format_html('<svg class="bar {}" ' + frame + '><rect width="{}" height="6"/></svg>', tone, width)


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
