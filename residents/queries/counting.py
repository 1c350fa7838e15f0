"""How many people are registered (人口数): counts by area, for figures that name nobody. Small ones are withheld by whoever tells them."""

from governance.prepared import ask

COUNTS = """
SELECT left(code, 12), count(*) FROM residents_resident
WHERE status = '1' AND erased_at IS NULL AND merged_into_id IS NULL AND length(code) >= 12 GROUP BY 1
"""


def residents_by_community() -> dict[str, int]:
    """Living registered people of each community."""
    return dict(ask(COUNTS))
