"""Finding an address or a community by its words (地址搜索)."""

from dataclasses import dataclass
from typing import Any, Literal
from unicodedata import normalize

from django.db import connection
from django.utils.translation import gettext as _

from governance.errors import Invalid

SHORTEST = 2
LONGEST = 60
MOST = 20
# The index serves pairs of characters; LIKE then checks that they stand together.
FIND = """
SELECT kind, code, name, address, area, ST_X(spot), ST_Y(spot) FROM (
  SELECT 'building' AS kind, code, name, address, grid_code AS area, ST_PointOnSurface(footprint) AS spot,
    lower(name || ' ' || address) AS words
  FROM grids_building WHERE grids_bigrams(name || ' ' || address) @> %(pairs)s::text[] AND lower(name || ' ' || address) LIKE ALL(%(likes)s)
    AND grid_code LIKE %(within)s
  UNION ALL
  SELECT 'community', code, name, '', code, coalesce(seat, ST_PointOnSurface(area)), lower(name)
  FROM grids_division WHERE length(code) = 12 AND grids_bigrams(name) @> %(pairs)s::text[] AND lower(name) LIKE ALL(%(likes)s)
    AND code LIKE %(within)s
) found
ORDER BY words <> %(first)s, position(%(first)s IN words), kind DESC, length(words), code LIMIT %(most)s
"""


@dataclass(frozen=True, slots=True)
class Place:
    """A building or community that was found; `area` is the grid or community it belongs to, point in degrees."""

    kind: Literal["building", "community"]
    code: str
    name: str
    address: str
    area: str
    lon: float | None
    lat: float | None


def find_place(*, text: str, within: str = "", limit: int = MOST) -> list[Place]:
    """Buildings and communities whose name or address holds every word of `text`, best first, at most 20.

    Words are told apart by spaces; full-width forms and case do not matter. Nothing is found by single characters alone.
    Refuses (Invalid) a text of less than two characters or over 60.
    """
    words = normalize("NFKC", text).replace("\0", "").lower().split()
    pairs = sorted({word[at : at + 2] for word in words for at in range(len(word) - 1)})
    if not SHORTEST <= len(text) <= LONGEST:
        reason = _("请输入 %(least)d 至 %(most)d 个字。") % {"least": SHORTEST, "most": LONGEST}
        raise Invalid(fields={"q": [reason]})
    if not pairs:
        return []
    values: dict[str, Any] = {
        "pairs": pairs, "likes": [f"%{_literal(word)}%" for word in words], "within": f"{_literal(within)}%",
        "first": words[0], "most": min(limit, MOST),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(FIND, values)
        return [Place(*row) for row in cursor.fetchall()]


def _literal(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
