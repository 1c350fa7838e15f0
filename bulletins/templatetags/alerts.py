"""The emergency notices on every page (应急横幅)."""

from typing import Any

from django import template
from django.db import DatabaseError, InterfaceError
from psycopg_pool import PoolTimeout

from bulletins.queries.inforce import alerts_of_page
from governance.errors import Refused
from grids import queries as grids

register = template.Library()


@register.inclusion_tag("_alerts.html", takes_context=True)
def emergency(context: dict[str, Any]) -> dict[str, Any]:
    """What is in force for the reader's area. A page that tells that the database is away must not need it."""
    actor = getattr(context.get("request"), "actor", None)
    if actor is None:
        return {"alerts": []}
    try:
        return {"alerts": alerts_of_page(actor=actor, home=grids.home_code())}
    except (DatabaseError, InterfaceError, PoolTimeout, Refused):
        return {"alerts": []}
