"""Who stands ready, by number (在岗力量)."""

from datetime import datetime

from django.db.models import Q

from governance.access.models import Post
from governance.access.roles import FIELD
from grids import queries as grids


def crew(*, within: str, at: datetime) -> dict[str, int]:
    """Grids in force and people with a field post in an area."""
    held = Post.objects.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at), starts_at__lte=at, role__in=sorted(FIELD), user__is_active=True)
    return {
        "grids": grids.current_grids().filter(code__startswith=within).count(),
        "people": held.filter(code__startswith=within).values("user").distinct().count(),
    }
