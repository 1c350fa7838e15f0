"""The way down (下钻): city, district, street, community, grid; what is drawn and ranked at each."""

from dataclasses import dataclass

from governance.codes import LENGTHS, Level, ancestors, level_of

NAMES = {level: level.name.lower() for level in Level}


@dataclass(frozen=True, slots=True)
class Rung:
    """An area on the way down: `children` are ranked and clicked on, `fill` is coloured. Both None at a grid."""

    code: str
    level: Level
    children: Level | None
    fill: Level


def rung_of(code: str) -> Rung:
    """Where a code stands. Colours are one level finer than what a click opens, so that a map shows where in it things are."""
    level = level_of(code)
    below = [Level(length) for length in LENGTHS if length > level]
    children = below[0] if below else None
    fill = below[1] if len(below) > 1 else children or level
    return Rung(code, level, children, fill)


def trail_of(code: str, scope: str) -> list[str]:
    """The codes from the scope down to this one."""
    return [above for above in ancestors(code) if len(above) >= len(scope)]
