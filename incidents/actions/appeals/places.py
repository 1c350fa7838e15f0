"""Where an appeal is: by community, else by street, else by district (定位). The file has no coordinates."""

import re
from collections import defaultdict

from django.utils.translation import gettext as _

from governance.codes import Level
from governance.errors import Invalid
from grids import queries as grids
from incidents.actions.appeals.cleaning import half
from incidents.models import Placing

COMMUNITY_ENDINGS = ("居民委员会", "居委会", "村民委员会", "村委会", "社区工作站", "工作站", "社区", "村")
STREET_ENDINGS = ("街道办事处", "办事处", "街道", "镇", "乡")
DISTRICT_ENDINGS = ("新区", "区", "县", "市")


class Places:
    """The district's streets and communities by name. Refuses (Invalid) a district that is not loaded."""

    def __init__(self, district: str) -> None:
        divisions = list(grids.divisions_in(code=district)) if len(district) == Level.DISTRICT else []
        own = next((one for one in divisions if one.code == district), None)
        if own is None:
            raise Invalid(fields={"district": [_("区划 %(code)s 尚未导入，请先运行 load_divisions。") % {"code": district}]})
        self.district = district
        self.name = own.name
        self.communities: dict[str, list[str]] = defaultdict(list)
        self.streets: dict[str, str] = {}
        for one in divisions:
            if len(one.code) == Level.COMMUNITY:
                self.communities[bare(one.name, COMMUNITY_ENDINGS)].append(one.code)
            elif len(one.code) == Level.STREET:
                self.streets[bare(one.name, STREET_ENDINGS)] = one.code

    def is_here(self, district_name: str) -> bool:
        """Whether a district's name is this one's; none is."""
        return not district_name or bare(district_name, DISTRICT_ENDINGS) == bare(self.name, DISTRICT_ENDINGS)

    def place_of(self, *, community: str, street: str, notes: list[str]) -> tuple[str, Placing]:
        """The code and how it was found. The community decides; the street decides between two of one name."""
        street_code = self.streets.get(bare(street, STREET_ENDINGS), "") if street else ""
        named = self.communities.get(bare(community, COMMUNITY_ENDINGS), []) if community else []
        here = [code for code in named if code.startswith(street_code)] or named
        if len(here) == 1:
            if street and not here[0].startswith(street_code or "?"):
                notes.append(_("街道“%(street)s”与社区“%(community)s”不符，按社区") % {"street": street, "community": community})
            return here[0], Placing.COMMUNITY
        notes.append(_("社区“%(name)s”不在区划表中") % {"name": community} if community else _("社区不详"))
        if street_code:
            return street_code, Placing.NOWHERE
        notes.append(_("街道“%(name)s”不在区划表中，归到全区") % {"name": street} if street else _("街道不详，归到全区"))
        return self.district, Placing.NOWHERE

    def area_of_unit(self, name: str) -> str:
        """The area that a unit's name tells: a community's own, a street office's, else the district."""
        own = plain_name(name)
        found = self.communities.get(bare(own, COMMUNITY_ENDINGS), []) if "社区" in own else []
        if len(found) == 1:
            return found[0]
        for street, code in self.streets.items():
            if f"({street}" in half(name) or own.startswith((f"{street}街道", f"{street}办事处")):
                return code
        return self.district


def plain_name(name: str) -> str:
    """A unit's name without what stands in brackets."""
    return re.sub(r"\(.*?\)", "", half(name))


def bare(name: str, endings: tuple[str, ...]) -> str:
    """A name without the words for its kind: 老坑社区居委会 and 老坑社区 are both 老坑."""
    plain = half(name).replace(" ", "")
    while (shorter := next((plain.removesuffix(ending) for ending in endings if plain.endswith(ending)), "")) and shorter != plain:
        plain = shorter
    return plain
