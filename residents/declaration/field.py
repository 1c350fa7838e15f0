"""One declared field (数据项): what it is called, how it is checked, sealed, masked, and what it is for."""

from collections.abc import Mapping
from dataclasses import dataclass

from governance.language import in_english

IDENTITY, GENERAL, SENSITIVE = "identity", "general", "sensitive"
CLASSES = (IDENTITY, GENERAL, SENSITIVE)
"""The sealed records of a person. Identity is what a list needs; the two others are opened only when asked for."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the register, as the declaration has it. `number` is its stable short name inside sealed records."""

    number: int
    key: str
    group: str
    label: str
    label_en: str
    kind: str
    size: str
    codes: str
    sensitivity: str
    home: str
    sealed_as: str
    mask: str
    on: bool
    fresh_days: int | None
    purposes: frozenset[str]
    purpose: str
    source: str
    purpose_en: str = ""
    code: str = ""
    """The area whose office added it; empty for the shipped ones, which are everywhere."""

    @property
    def named(self) -> str:
        """What it is called, in the reader's language; an office's own field has its one name."""
        return self.label_en if in_english() and self.label_en not in {"", self.key} else self.label

    @property
    def reason(self) -> str:
        """What it is for, in the reader's language; an office words its own fields once."""
        return self.purpose_en if self.purpose_en and in_english() else self.purpose

    @property
    def section(self) -> str:
        """The group it stands in, in the reader's language."""
        _number, chinese, english = self.group.split(" ", 2)
        return english[:1].upper() + english[1:] if in_english() else chinese

    @property
    def sensitive(self) -> bool:
        """Whether it needs a consent of its own or a statutory duty (PIPL art. 28-30)."""
        return self.sensitivity == "sensitive"

    @property
    def stored(self) -> bool:
        """Whether a value is kept; a derived one is computed from others."""
        return self.home != "derived"

    @property
    def number_text(self) -> str:
        """The key of its value inside a sealed record."""
        return str(self.number)


@dataclass(frozen=True, slots=True)
class Declaration:
    """All fields that are on for an area, in order, with ways to find one."""

    fields: tuple[Field, ...]
    by_key: Mapping[str, Field]
    by_number: Mapping[str, Field]

    @classmethod
    def of(cls, fields: list[Field]) -> "Declaration":
        """Index the fields by key and by number."""
        ordered = tuple(sorted(fields, key=lambda field: field.number))
        return cls(ordered, {field.key: field for field in ordered}, {field.number_text: field for field in ordered})

    def for_purpose(self, purpose: str) -> list[Field]:
        """The fields that list this purpose."""
        return [field for field in self.fields if purpose in field.purposes]

    def stored(self) -> list[Field]:
        """The fields whose values are kept."""
        return [field for field in self.fields if field.stored]
