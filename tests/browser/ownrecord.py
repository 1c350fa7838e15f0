"""What the register holds of somebody, before them and before the registrar."""

from datetime import timedelta
from uuid import uuid4

from governance.access.actor import SYSTEM_ACTOR, actor_of, person_of
from governance.access.models import Post, User
from governance.access.roles import Role
from governance.notices.sealing import digest
from residents.actions.declaring import load_fields
from residents.actions.own import ask_erasure, challenge_own
from residents.actions.registering import register_resident
from residents.disclosure import Looking, disclose
from tests.browser.readers import ME, PageOf
from tests.town import STREET, Town


def own_record(town: Town) -> list[PageOf]:
    """What the register holds of somebody, who has looked, a correction and a deletion asked for; and the registrar before it."""
    load_fields(actor=SYSTEM_ACTOR, at=town.at)
    rita = town.people["rita"] = User.objects.create(username="rita", display_name="Rita", fictitious=True)
    Post.objects.create(
        user=rita, role=Role.REGISTRAR, unit=town.units["第一街道办事处"], code=STREET, starts_at=town.at - timedelta(days=9)
    )
    registrar = actor_of(user=rita, at=town.at)
    mine = register_resident(actor=registrar, resident_id=uuid4(), code=town.grid, values=ME, at=town.at)
    disclose(actor=registrar, ids=[mine.pk], looking=Looking("registry", "detail", keys=["phone"]), at=town.at)
    me = person_of(people=[mine.pk])
    challenge_own(actor=me, resident_id=mine.pk, field="employer", value="另一家公司", at=town.at)
    ask_erasure(actor=me, resident_id=mine.pk, phone=digest("sms", ME["phone"]), at=town.at)
    return [
        PageOf("my record", "me", "/my-record/", "[name=withdraw]"),
        PageOf("what people ask about their own data", "rita", "/registry/requests/", "[name=reason]", phone=False),
        PageOf("a person of the register", "rita", f"/registry/people/{mine.pk}/", ".values", phone=False),
        PageOf("doubts", "rita", "/registry/doubts/", ".claims", phone=False),
    ]
