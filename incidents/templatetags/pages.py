"""The menu for templates of all audiences (主菜单)."""

from typing import Any

from django import template

from incidents.web.menu import menu_of

register = template.Library()


@register.inclusion_tag("_menu.html", takes_context=True)
def menu(context: dict[str, Any], here: str) -> dict[str, Any]:
    """The pages that the reader may open; `here` is the name of the one at hand."""
    return {"entries": menu_of(context["request"].actor), "here": here}
