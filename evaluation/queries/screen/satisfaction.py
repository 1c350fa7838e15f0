"""How content residents are (满意度): the mean of their marks of the last 30 days; none when nobody gave one."""

from datetime import datetime
from typing import Any


def satisfaction(*, within: str, at: datetime) -> dict[str, Any]:  # noqa: ARG001  (until residents give marks)
    """`mean` of marks 1-5 (None without any) and `of`, how many there are."""
    return {"mean": None, "of": 0}
