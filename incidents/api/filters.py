"""Query parameters into filters."""

from typing import Any

from rest_framework.request import Request

from incidents.api.shapes import FilterShape, checked
from incidents.queries.queue import Filters
from incidents.workflow import OPEN

FILTERS = FilterShape()


def read_filters(request: Request) -> tuple[Filters, dict[str, Any]]:
    """The filters, and the other parameters (after, limit, zoom). ValidationError names the wrong one."""
    data = checked(FILTERS, request.query_params)
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
        mine=data["mine"],
        ids=tuple(data.get("ids", [])),
    )
    return filters, data
