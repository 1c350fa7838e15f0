"""Many cases at once (批量办理): all or nothing, so that nobody has to find out which half was done."""

from collections.abc import Callable, Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from governance.errors import Invalid, Refused
from incidents.models import Incident
from incidents.queries import reference

Taken = Callable[[UUID, int], Incident]


def take_all(*, items: Sequence[tuple[UUID, int]], take: Taken) -> list[Incident]:
    """Take the same step with each case, in order of their ids so that two callers cannot wait in a circle.

    The first refusal undoes all and is raised with the case's id; a foreign id among own ones is NotFound and changes nothing (C10).
    """
    most = reference.rule("bulk_most")
    if not items or len(items) > most or len({case for case, _version in items}) != len(items):
        raise Invalid(fields={"items": [_("请选择 1 到 %(most)d 件不同的案件。") % {"most": most}]})
    done: list[Incident] = []
    with transaction.atomic():
        for case_id, version in sorted(items):
            try:
                done.append(take(case_id, version))
            except Refused as refused:
                refused.extra["incident"] = str(case_id)
                raise
    return done
