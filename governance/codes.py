"""Scope codes (国家行政区划代码): city 4 ⊂ district 6 ⊂ street 9 ⊂ community 12 ⊂ grid 15. Pure functions."""

from enum import IntEnum


class Level(IntEnum):
    """Levels of the tree; the value is the number of digits of a code at that level."""

    CITY = 4
    DISTRICT = 6
    STREET = 9
    COMMUNITY = 12
    GRID = 15


LENGTHS = tuple(level.value for level in Level)
EVERYWHERE = ""


def level_of(code: str) -> Level:
    """The level of a code; ValueError when it has no level's length or is not all ASCII digits."""
    if not (code.isascii() and code.isdigit()):
        raise ValueError(f"not a division code: {code!r}")
    return Level(len(code))


def within(code: str, scope: str) -> bool:
    """Whether `code` lies in `scope`: the one prefix test of the whole system."""
    return code.startswith(scope)


def ancestors(code: str) -> list[str]:
    """The code of each level above and of itself, widest first: 4403, 440310, 440310001 ..."""
    return [code[:length] for length in LENGTHS if length <= len(code)]


def chain_of(code: str) -> str:
    """The ledger chain of a code: its district, or 000000 for what belongs to no district."""
    return code[:6] if len(code) >= Level.DISTRICT else "000000"
