"""Checks the values of one person together (校验): each by its kind, then what one says about another. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from governance.privacy import read_id_number
from residents.declaration import numbers
from residents.declaration.field import Declaration
from residents.declaration.kinds import Checker, checker
from residents.declaration.reasons import Wrong

STATUTORY, CONSENT = "1", "2"
OLDEST_AGE, CHILD = 120, 14
KNOWN_TYPES = frozenset({"", "10", "11", "20", "30", "40", "50", "60"})


@dataclass(slots=True)
class Checked:
    """What may be kept, what is wrong (refuses), and what should be looked at (does not)."""

    values: dict[str, str] = field(default_factory=dict)
    wrong: list[tuple[str, str]] = field(default_factory=list)
    flags: list[tuple[str, str]] = field(default_factory=list)


class Checking:
    """The checks of one declaration, made once and used for many people."""

    def __init__(self, declaration: Declaration, *, today: date) -> None:
        self.checkers: dict[str, Checker] = {one.key: checker(one) for one in declaration.stored()}
        self.sensitive = frozenset(one.key for one in declaration.fields if one.sensitive and one.key != "id_number_enc")
        self.today = today.isoformat()
        self.year = today.year

    def check(self, raw: Mapping[str, str], *, basis: str = STATUTORY, partial: bool = False) -> Checked:
        """Check written values by field key. With `partial` a missing name is no fault: it is kept as it was."""
        found = Checked()
        for key, text in raw.items():
            if text == "":
                found.values[key] = ""
                continue
            try:
                found.values[key] = self.checkers[key](text)
            except Wrong as wrong:
                found.wrong.append((key, wrong.code))
        if not partial and not found.values.get("name") and not any(key == "name" for key, _code in found.wrong):
            found.wrong.append(("name", "required"))
        self.together(found, basis, next((key for key in found.values if key in self.sensitive and found.values[key]), None))
        return found

    def together(self, found: Checked, basis: str, sensitive: str | None) -> None:
        """What one value says about another. `sensitive` is the key of any sensitive value that is given."""
        values = found.values
        number = values.get("id_number_enc")
        if number:
            self._number(found, number, values.get("id_type", ""))
        born = values.get("birth_date", "")
        if born > self.today:
            found.flags.append(("birth_date", "birth_future"))
        elif born and self.year - int(born[:4]) > OLDEST_AGE:
            found.flags.append(("birth_date", "age_over_120"))
        basis = values.get("legal_basis") or basis
        if basis == CONSENT:
            if sensitive and values.get("consent_sensitive") != "1":
                found.wrong.append((sensitive, "consent_missing"))
            if values.get("guardian_consent") != "1" and self.child(born):
                found.wrong.append(("guardian_consent", "guardian_missing"))

    def child(self, born: str) -> bool:
        """Whether somebody born that day is under 14 on the day of the check."""
        return bool(born) and born <= self.today and under_14(born, date.fromisoformat(self.today))

    def _number(self, found: Checked, number: str, kind: str) -> None:
        read = read_id_number(number) if kind in numbers.IDENTITY else None
        problem = numbers.problem_of(number, kind, read)
        if problem:
            found.wrong.append(("id_number_enc", problem))
        if kind not in KNOWN_TYPES:
            found.flags.append(("id_type", "document_unknown"))
        if problem or read is None:
            return
        values = found.values
        if read.legacy:
            found.flags.append(("id_number_enc", "document_legacy"))
        born, sex = read.born.isoformat(), "1" if read.male else "2"
        if not values.get("birth_date"):
            values["birth_date"] = born
        elif values["birth_date"] != born:
            found.flags.append(("birth_date", "birth_differs"))
        if not values.get("sex"):
            values["sex"] = sex
        elif values["sex"] in {"1", "2"} and values["sex"] != sex:
            found.flags.append(("sex", "sex_differs"))


def under_14(born: str, today: date) -> bool:
    """Whether somebody born that day is a child under 14 (PIPL art. 31); unknown is no."""
    if not born:
        return False
    day = date.fromisoformat(born)
    return (today.year - day.year - ((today.month, today.day) < (day.month, day.day))) < CHILD
