"""What residents send besides problems (咨询、建议、感谢): each with its words, its category and its route."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from incidents.models import Category, Nature
from incidents.queries import reference

SCHEME = "resident"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind: its nature, the code of its category, and what the page says."""

    nature: str
    code: str
    heading: str | Promise
    ask: str | Promise
    route: str | Promise


KINDS = {
    "question": Kind(
        Nature.QUESTION, "9001", _("我要咨询"), _("想问什么"), _("由社区或街道答复，一般两个工作日内；答复会公开，方便有同样问题的邻居。")
    ),
    "suggestion": Kind(
        Nature.SUGGESTION, "9002", _("我有建议"), _("有什么建议"), _("由街道研究，一般五个工作日内答复是否采纳和理由，并公开。")
    ),
    "praise": Kind(Nature.PRAISE, "9003", _("我要感谢"), _("想感谢谁、什么事"), _("转给被感谢的单位，并在身边事公开致谢。")),
}


def category_of(kind: Kind) -> Category | None:
    """Its category in the catalogue; None where the reference data was not loaded."""
    return next((one for one in reference.categories().values() if one.scheme == SCHEME and one.code == kind.code and one.active), None)
