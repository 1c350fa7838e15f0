"""Query parameters into filters."""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from django.http import QueryDict
from rest_framework.request import Request

from incidents.api.shapes import FilterShape, checked
from incidents.queries.queue import Filters
from incidents.workflow import OPEN

FILTERS = FilterShape()
Read = tuple[Filters, Mapping[str, Any]]


def read_filters(request: Request) -> Read:
    """The filters, and the other parameters (after, limit, zoom). ValidationError names the wrong one."""
    return _read(request.META.get("QUERY_STRING", ""))


@lru_cache(maxsize=2000)
def _read(query: str) -> Read:
    """What a query says never changes, and boards ask the same again and again."""
    data = checked(FILTERS, QueryDict(query))
    states = tuple(state for name in data.get("state", []) for state in (sorted(OPEN) if name == "open" else [name]))
    filters = Filters(
        states=states,
        category_id=data.get("category"),
        unit_id=data.get("unit"),
        code=data["code"],
        since=data.get("since"),
        until=data.get("until"),
        text=data["q"],
        overdue=data["overdue"],
        bbox=data.get("bbox"),
        ring=data.get("ring", ()),
        by_deadline=data["order"] == "due",
        mine=data["mine"],
        ids=tuple(data.get("ids", [])),
    )
    return filters, MappingProxyType(data)
