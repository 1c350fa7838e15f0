"""Masks (脱敏): what is shown of a value whose whole is not needed. None gives a value back unchanged, however short."""

import re
import unicodedata

HIDDEN = "***"
_SURNAMES = (
    "欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 "
    "慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良 漆雕 乐正 宰父 谷梁 拓跋 "
    "夹谷 轩辕 令狐 段干 百里 呼延 东郭 南门 羊舌 微生 梁丘 左丘 东门 西门 第五"
)
_TWO_SIGN_SURNAMES = frozenset(_SURNAMES.split())
_BUILDING = re.compile(r"[0-9A-Za-z一二三四五六七八九十甲乙丙丁东南西北]{1,6}\s{0,2}(?:号楼|栋|幢|座|楼)")
_GATE = re.compile(r"[0-9]{1,6}(?:[-之][0-9]{1,4})?\s{0,2}号(?![楼房室])")


def mask_name(name: str) -> str:
    """张三 → 张*, 欧阳娜娜 → 欧阳**, 张 → *. At most two stars, so the length of a long name is not shown."""
    surname = name[:2] if len(name) > 2 and name[:2] in _TWO_SIGN_SURNAMES else name[:1]  # noqa: PLR2004 - two signs
    hidden = len(name) - len(surname)
    return surname + "*" * min(hidden, 2) if hidden > 0 else "*" * len(name)


def mask_phone(phone: str) -> str:
    """13800131234 → 138****1234. Signs that are no digits are dropped; what is no mobile number shows its end only."""
    digits = _digits(phone)
    if len(digits) >= 11:  # noqa: PLR2004 - a mobile number, maybe with its country code
        return f"{digits[-11:-8]}****{digits[-4:]}"
    return _end_only(digits)


def mask_landline(phone: str) -> str:
    """0755-84621234 → 0755-****1234; without an area code ****1234."""
    digits = _digits(phone)
    area = 3 if digits.startswith(("010", "02")) else 4 if digits.startswith("0") else 0
    rest = digits[area:]
    if len(rest) < 7:  # noqa: PLR2004 - the shortest local number
        return _end_only(digits)
    return (digits[:area] + "-" if area else "") + "*" * (len(rest) - 4) + rest[-4:]


def mask_id(number: str) -> str:
    """440304199101010071 → 440***********0071; a passport or another short number shows less."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKC", number) if sign.isalnum()).upper()
    if len(plain) >= 15:  # noqa: PLR2004 - an identity number of 15 or 18
        return plain[:3] + "*" * (len(plain) - 7) + plain[-4:]
    return _end_only(plain)


def mask_address(address: str) -> str:
    """...金牛花园3栋2单元1201 → ...金牛花园3栋***. To the building, else to the gate number, else nothing of it."""
    plain = unicodedata.normalize("NFKC", address)
    marks = list(_BUILDING.finditer(plain)) or list(_GATE.finditer(plain))
    return plain[: marks[0].end()] + HIDDEN if marks else HIDDEN if plain else ""


def _digits(text: str) -> str:
    return "".join(str(unicodedata.decimal(sign)) for sign in text if sign.isdecimal())


def _end_only(plain: str) -> str:
    shown = 2 if len(plain) > 6 else 0  # noqa: PLR2004 - shorter ones could be guessed from two signs
    return "*" * (len(plain) - shown) + plain[len(plain) - shown :]
