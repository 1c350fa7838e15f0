"""Which areas a reader's area concerns (区域关系)."""

from django.db.models import Q

from governance.codes import ancestors


def touching(field: str, code: str) -> Q:
    """What is written for the area, for a part of it, or for an area around it."""
    return Q(**{f"{field}__startswith": code}) | Q(**{f"{field}__in": ancestors(code)})
