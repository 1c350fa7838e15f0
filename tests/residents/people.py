"""Fictitious people for the stories."""

from uuid import UUID, uuid4

from governance.access.actor import Actor, actor_of
from governance.access.models import Post, Unit, User
from governance.access.second_factor.models import SecondFactor
from governance.privacy.numbers import ID_CHECKS, ID_WEIGHTS
from residents.actions.registering import register_resident
from tests.residents.conftest import AT, GRID

SURNAMES, GIVEN = "王李张刘陈杨赵黄周吴", "伟芳娜敏静丽强磊军洋"


def identity_number(n: int, *, born: str = "19910101") -> str:
    """The n-th valid identity number of a birth date."""
    body = f"440305{born}{n % 1000:03d}"
    return body + ID_CHECKS[sum(weight * int(digit) for weight, digit in zip(ID_WEIGHTS, body, strict=True)) % 11]


def person(n: int, **changes: str) -> dict[str, str]:
    """The values of the n-th person."""
    return {
        "name": SURNAMES[n % 10] + GIVEN[n // 10 % 10] + GIVEN[n % 7], "id_number_enc": identity_number(n), "phone": f"138{n:08d}",
        "residence_address": f"坪山区锦绣路{n % 90 + 1}号金田花园{n % 9 + 1}栋{n % 30 + 1}01室",
        "living_alone": "1", "employer": f"某某公司{n}",
    } | changes  # fmt: skip


def register(actor: Actor, n: int = 1, *, code: str = GRID, resident_id: UUID | None = None, **changes: str):
    """Register the n-th person."""
    return register_resident(actor=actor, resident_id=resident_id or uuid4(), code=code, values=person(n, **changes), at=AT)


def with_user(actor: Actor) -> Actor:
    """The same actor as a user of the database with the same posts."""
    user, _made = User.objects.get_or_create(pk=actor.user_id, defaults={"username": actor.name.lower(), "display_name": actor.name})
    unit, _made = Unit.objects.get_or_create(name="办事处", codes=["440310001"], defaults={"kind": "street_office"})
    for held in actor.posts:
        Post.objects.get_or_create(user=user, role=held.role, code=held.code, unit=unit, starts_at=AT.replace(year=2020))
    return actor_of(user=user, at=AT)


def prove_second_factor(actor: Actor, at=AT) -> None:
    """As if the person had just typed a right code."""
    with_user(actor)
    SecondFactor.objects.update_or_create(user_id=actor.user_id, defaults={"secret": b"x", "confirmed_at": at, "verified_at": at})
