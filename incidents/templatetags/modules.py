"""The script of a page with all that it imports (脚本)."""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from incidents.web.shell import modules

register = template.Library()


@register.simple_tag
def module(root: str) -> SafeString:
    """A module, its imports named beside it: on a slow line each level of imports would cost a way there and back."""
    ahead = format_html_join("", '<link rel="modulepreload" href="{}">', ((url,) for url in modules(root)))
    return format_html('{}<script type="module" src="{}"></script>', ahead, static(root))
