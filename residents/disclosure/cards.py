"""What a viewer sees of a person (人员卡片): values by field key, each masked unless asked for whole."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from residents.declaration.checking import under_14
from residents.declaration.field import CLASSES, IDENTITY, Declaration, Field
from residents.declaration.files import code_words
from residents.declaration.masks import masked
from residents.models import Resident
from residents.vault.records import Origin, Record

BANDS = ((100, "5"), (90, "4"), (80, "3"), (70, "2"), (60, "1"))
CHILD_SHOWS = frozenset({"person_id", "person_status", "is_minor_under14", "residence_area", "grid_code", "building_code", "building_name"})
"""Of a child under 14 only this is shown without a mask (PIPL art. 31, G6)."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One value on a card: the text, whether it is masked, and where it comes from."""

    key: str
    label: str
    text: str
    masked: bool
    sensitive: bool
    origin: Origin | None = None
    stale: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """One person as a viewer may see them."""

    id: UUID
    code: str
    status: str
    version: int
    minor: bool
    shown: dict[str, Shown] = field(default_factory=dict)

    def text(self, key: str) -> str:
        """The text of a field on the card, or nothing."""
        return self.shown[key].text if key in self.shown else ""


def classes_for(fields: Iterable[Field]) -> list[str]:
    """The sealed records that must be opened for these fields; the identity tells who is a child."""
    needed = {one.sealed_as for one in fields if one.sealed_as} | {IDENTITY}
    return [label for label in CLASSES if label in needed]


def card_of(
    *, resident: Resident, records: dict[str, Record], fields: list[Field], whole: frozenset[str], declaration: Declaration, at: datetime
) -> Card:
    """Build the card of one person from opened records. What is not in `fields` is not there at all, masked or not."""
    values = {key: value for record in records.values() for key, value in record.values.items()}
    born = values.get(declaration.by_key["birth_date"].number_text, "")
    minor = under_14(born, timezone.localdate(at))
    card = Card(resident.pk, resident.code, resident.status, resident.version, minor)
    for one in fields:
        value = derived(one.key, resident, born, timezone.localdate(at)) if one.home != "sealed" else values.get(one.number_text, "")
        if value:
            origin = origin_of(one, records)
            card.shown[one.key] = shown(one, value, whole=one.key in whole, minor=minor, origin=origin, at=at)
    return card


def shown(one: Field, value: str, *, whole: bool, minor: bool, origin: Origin | None, at: datetime) -> Shown:
    """One value, masked unless it is asked for whole; a child's fields are all masked but a few."""
    mask = one.mask or ("whole" if minor and one.key not in CHILD_SHOWS else "")
    text = masked(mask, value) if mask and not whole else worded(one, value)
    return Shown(one.key, one.named, text, bool(mask) and not whole, one.sensitive, origin, stale(one, origin, at))


def worded(one: Field, value: str) -> str:
    """A value as people read it: a code by its label, a flag as yes or no."""
    labels = {"1": _("是"), "0": _("否")} if one.kind == "boolean" else code_words(one.codes)
    return labels.get(value, value)


def origin_of(one: Field, records: dict[str, Record]) -> Origin | None:
    """Where the value comes from."""
    record = records.get(one.sealed_as)
    return record.origin(one.number_text) if record and one.number_text in record.values else None


def stale(one: Field, origin: Origin | None, at: datetime) -> bool:
    """Whether the value is older than its field allows (更新周期)."""
    if origin is None or one.fresh_days is None:
        return False
    return datetime.fromisoformat(origin[4] or origin[3]) < at - timedelta(days=one.fresh_days)


def derived(key: str, resident: Resident, born: str, today: date) -> str:
    """A value that is not sealed: of a column, or computed."""
    place = resident.code
    found = {
        "person_id": str(resident.pk),
        "person_status": resident.status,
        "retain_until": resident.retain_until.isoformat() if resident.retain_until else "",
        "residence_area": place[:12] if len(place) >= 12 else "",  # noqa: PLR2004 - a community's code
        "grid_code": place if len(place) == 15 else "",  # noqa: PLR2004 - a grid's code
        "is_minor_under14": ("1" if under_14(born, today) else "0") if born else "",
        "elder_band": band(born, today) if born else "",
    }
    return found.get(key, "")


def band(born: str, today: date) -> str:
    """The age band of older people."""
    day = date.fromisoformat(born)
    age = today.year - day.year - ((today.month, today.day) < (day.month, day.day))
    return next((code for least, code in BANDS if age >= least), "0")
