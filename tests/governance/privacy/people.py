"""Numbers of nobody, made up with right check characters, and ways to type them."""

from datetime import date
from itertools import pairwise

from hypothesis import strategies as st

WIDE = str.maketrans("0123456789X-", "０１２３４５６７８９Ｘ－")


def with_check(seventeen: str) -> str:
    """The check character, computed the other way: by powers of two modulo 11, from the right (ISO 7064)."""
    total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(seventeen))
    return seventeen + "0123456789X"[(12 - total % 11) % 11]


days = st.dates(date(1920, 1, 1), date(2026, 11, 22))
serials = st.integers(1, 999).map("{:03}".format)
places = st.tuples(st.sampled_from(["11", "36", "44", "51", "65", "81"]), st.integers(0, 9999)).map(
    lambda parts: f"{parts[0]}{parts[1]:04}"
)
id_numbers = st.builds(lambda place, day, serial: with_check(f"{place}{day:%Y%m%d}{serial}"), places, days, serials)
legacy_numbers = st.builds(
    lambda place, day, serial: f"{place}{day:%y%m%d}{serial}",
    places.filter(lambda p: p[0] != "8"),
    st.dates(date(1920, 1, 1), date(1999, 1, 1)),
    serials,
)
mobiles = st.tuples(st.sampled_from("3456789"), st.integers(0, 10**9 - 1)).map(lambda parts: f"1{parts[0]}{parts[1]:09}")
chinese = st.text(st.sampled_from("我的电话是张三住在坪山区金牛路，。：、！？\n“”ABC"), max_size=20)


@st.composite
def typed(draw: st.DrawFn, number: str, cuts: tuple[int, ...]) -> str:
    """The number in half or full width, its groups apart as people set them."""
    between = draw(st.sampled_from(["", " ", "-", " - ", "　", "－", "·", "\u200b"]))
    edges = [0, *cuts, len(number)]
    text = between.join(number[start:end] for start, end in pairwise(edges))
    return text.translate(WIDE) if draw(st.booleans()) else text
