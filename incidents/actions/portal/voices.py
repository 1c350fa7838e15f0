"""Another phone met the same thing (我也遇到)."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from governance.access import policy
from governance.access.actor import PUBLIC, Actor
from governance.errors import IllegalStep
from governance.ledger.record import record
from governance.limits.actions import Limit, require
from incidents.models import MeToo
from incidents.queries.portal import shown_case
from incidents.workflow import OPEN

PER_PHONE = Limit("metoo.device", 30, timedelta(hours=1))
PER_ADDRESS = Limit("metoo.address", 300, timedelta(hours=1))


def meet_too(*, number: str, device: bytes, address: str, at: datetime, actor: Actor = PUBLIC) -> bool:
    """Count this phone among those that met an open case; whether it is new. Again is the same.

    Refuses a case that is not shown (NotFound) or over (IllegalStep), and TooOften. Records case.met_too, without the phone.
    """
    require([(PER_PHONE, device.hex()), (PER_ADDRESS, address)], at=at)
    policy.require(actor, "case.meet_too", None)
    case = shown_case(number=number, at=at)
    if case.state not in OPEN:
        raise IllegalStep
    try:
        with transaction.atomic():
            MeToo.objects.create(incident=case, device=device, at=at)
            record(actor=actor, verb="case.met_too", kind="showing", object_id=str(case.pk), code=case.code, at=at)
    except IntegrityError:
        return False
    return True
