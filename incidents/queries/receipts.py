"""The case behind a number that a resident reads out (凭编号查询)."""

import re

from incidents.models import Incident

NUMBER = re.compile(r"\d{19}")


def reported_by_residents(*, number: str) -> Incident | None:
    """The case of this number, if a resident reported it; None for every other text."""
    plain = re.sub(r"[\s-]", "", number)
    if not NUMBER.fullmatch(plain):
        return None
    return Incident.objects.filter(number=plain, follow_digest__isnull=False).first()
