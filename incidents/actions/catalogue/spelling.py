"""How a category is found by typing letters (拼音检索)."""

from pypinyin import Style, lazy_pinyin

LONGEST = 128


def pinyin_of(name: str) -> str:
    """The initials, then the whole: 上水井盖 gives "ssjg shangshuijinggai"."""
    initials = "".join(lazy_pinyin(name, style=Style.FIRST_LETTER, errors=_kept))
    whole = "".join(lazy_pinyin(name, errors=_kept))
    return f"{initials} {whole}"[:LONGEST]


def _kept(other: str) -> str:
    """Of what is not a Chinese character, letters and digits stay."""
    return "".join(sign for sign in other.lower() if sign.isalnum() and sign.isascii())
