"""The register's menu on its pages (人房菜单)."""

from typing import Any

from django import template

from residents.web.menu import menu_of

register = template.Library()


@register.inclusion_tag("registry/_menu.html", takes_context=True)
def registry_menu(context: dict[str, Any]) -> dict[str, Any]:
    """The entries for whoever is signed in; the page says with `here` which one it is."""
    return {"entries": menu_of(context["request"].actor), "here": context.get("here", "")}
