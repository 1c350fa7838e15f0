"""Questions of keeping (保管): who was erased."""

from datetime import datetime
from uuid import UUID

from residents.models import Erasure


def erasures() -> list[tuple[UUID, datetime]]:
    """Everybody who was erased, as the list that is kept outside the database."""
    return list(Erasure.objects.order_by("at").values_list("resident_id", "at"))
