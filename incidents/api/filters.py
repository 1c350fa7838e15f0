"""Query parameters into filters."""

from typing import Any

from rest_framework.request import Request

from incidents.api.shapes import FilterShape
from incidents.queries.queue import Filters
from incidents.workflow import OPEN


def read_filters(request: Request) -> tuple[Filters, dict[str, Any]]:
    """The filters, and the other parameters (after, limit, zoom). ValidationError names the wrong one."""
    shape = FilterShape(data=request.query_params)
    shape.is_valid(raise_exception=True)
    data = shape.validated_data
    states = [state for name in data.get("state", []) for state in (sorted(OPEN) if name == "open" else [name])]
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
        ids=data.get("ids", []),
    )
    return filters, data
