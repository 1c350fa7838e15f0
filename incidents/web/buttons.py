"""How each step looks on a page (办理按钮): its key, its fields, and sentences that are often needed.

What a step is allowed to do and what it must come with is the workflow's business; this is only its face.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Button:
    """`fields` empty: the step is taken at once; else a form asks for them."""

    verb: str
    label: Text
    key: str = ""
    fields: tuple[str, ...] = ()
    tone: str = ""
    texts: tuple[Text, ...] = ()
    must: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Face:
    """The look of a verb."""

    key: str = ""
    fields: tuple[str, ...] = ()
    tone: str = ""
    texts: tuple[Text, ...] = ()
    must: frozenset[str] = frozenset()


def _reasoned(key: str, *texts: Text) -> Face:
    """A step that takes something away and must say why."""
    return Face(key, ("reason",), "danger", texts, frozenset({"reason"}))


FACES: Mapping[str, Face] = {
    "dispatch": Face(
        "D",
        ("unit", "standard", "opinion"),
        texts=(_("请现场核对后处置，并回传处置后照片。"), _("有安全隐患，请优先处置。")),
        must=frozenset({"unit"}),
    ),
    "recall": Face(),
    "file": Face("F", ("standard",)),
    "send_to_verify": Face("V"),
    "refuse": _reasoned(
        "R",
        _("不属于受理范围。"),
        _("与已有案件重复。"),
        _("现场核实未发现该问题。"),
        _("信息不足，无法确定地点。"),
    ),
    "cancel": _reasoned("X", _("误报。"), _("测试数据。"), _("上报人要求撤回。")),
    "place": Face("P"),
    "recategorise": Face(
        "N", ("category", "reason"), texts=(_("现场情况与上报类别不符。"), _("居民选错了类别。")), must=frozenset({"category", "reason"})
    ),
    "merge": Face("M", ("survivor",), must=frozenset({"survivor"})),
    "assign": Face("T", tone="primary"),
    "return": _reasoned("R", _("不属于本单位职责。"), _("地点不在本单位服务区域。"), _("需先由其他单位处理。")),
    "feed_back": Face(
        "B",
        ("photos", "opinion"),
        "primary",
        (_("已处理完毕。"), _("已清理干净。"), _("已修复，恢复正常使用。")),
        frozenset({"photos", "opinion"}),
    ),
    "send_to_check": Face("C", tone="primary"),
    "rework": _reasoned("R", _("处置不彻底，请继续处理。"), _("照片看不出处置结果，请补拍。"), _("问题仍然存在。")),
    "close": Face("E", tone="primary"),
    "reopen": _reasoned("R", _("问题再次出现。"), _("居民反映没有解决。")),
    "respond": Face("K", ("opinion",), "primary", must=frozenset({"opinion"})),
    "mend": Face(fields=("photos",), must=frozenset({"photos"})),
    "ask": Face("Q", ("question",), texts=(_("具体是哪栋哪单元？"), _("方便补一张现场照片吗？")), must=frozenset({"question"})),
    "answer": Face(fields=("answer",), must=frozenset({"answer"})),
    "add": Face(fields=("text",), must=frozenset({"text"})),
    "remind": Face(fields=("text",)),
    "rate": Face(fields=("score", "comment"), must=frozenset({"score"})),
    "urge": Face("U", ("kind", "level", "text", "reply_wanted"), texts=(_("已超时，请今天办结。"),), must=frozenset({"text"})),
    "reply": Face("Y", ("reply",), texts=(_("已安排人员到场处理。"),), must=frozenset({"reply"})),
    "request_extension": Face("L", ("reason",), texts=(_("等待配件到货。"), _("需要多部门配合。")), must=frozenset({"reason"})),
    "grant_extension": Face("G", ("opinion",), "primary"),
    "refuse_extension": _reasoned("N", _("可以按期完成。")),
    "request_suspension": Face("Z", ("until", "reason"), texts=(_("列入改造计划，待施工。"),), must=frozenset({"until", "reason"})),
    "grant_suspension": Face("W", ("opinion",), "primary"),
    "refuse_suspension": _reasoned("I", _("可以现在处理。")),
    "resume": Face("H"),
    "lapse": Face(),
    "call_partners": Face("O", ("partners", "text", "until"), must=frozenset({"partners", "text"})),
    "report_in": Face(tone="primary"),
    "finish_part": Face(fields=("opinion",), tone="primary", texts=(_("本单位部分已完成。"),), must=frozenset({"opinion"})),
    "split": Face(fields=("parts",), must=frozenset({"parts"})),
    "transfer": Face(fields=("to", "reason"), texts=(_("地点在该街道辖区。"), _("需上级统筹。")), must=frozenset({"to", "reason"})),
    "reassign": Face(fields=("handler",), must=frozenset({"handler"})),
    "force_close": _reasoned("", _("特殊情况，经研究决定结案。")),
    "call_back": Face(fields=("result", "opinion"), must=frozenset({"result"})),
    "appeal": Face(fields=("reason",), texts=(_("因天气等不可抗力延误。"),), must=frozenset({"reason"})),
    "review_appeal": Face(fields=("result", "opinion"), must=frozenset({"result"})),
    "decide_appeal": Face(fields=("result", "opinion"), must=frozenset({"result"})),
    "verify": Face(fields=("result", "photos", "opinion"), tone="primary", must=frozenset({"result"})),
    "hand_over": Face(fields=("colleague", "opinion"), must=frozenset({"colleague"})),
    "check": Face(fields=("result", "photos", "opinion"), tone="primary", must=frozenset({"result"})),
}

_VERDICTS: tuple[tuple[str, Text], ...] = (("upheld", _("成立")), ("rejected", _("不成立")))
RESULTS: Mapping[str, tuple[tuple[str, Text], ...]] = {
    "verify": (("exists", _("情况属实")), ("absent", _("没有发现")), ("unclear", _("无法判断"))),
    "call_back": (
        ("content", _("满意")),
        ("neutral", pgettext_lazy("how pleased", "一般")),
        ("discontent", _("不满意")),
        ("unreached", _("未接通")),
    ),
    "review_appeal": _VERDICTS,
    "decide_appeal": _VERDICTS,
    "check": (("passed", _("通过")), ("failed", _("不通过"))),
}


WITHOUT_BUTTON = frozenset({"lapse", "recall"})
"""A timer's step, and one offered for seconds beside a message."""


def buttons(actions: Iterable[Mapping[str, Any]]) -> list[Button]:
    """The buttons for a card's `actions`, in the order of the workflow."""
    found = []
    for action in actions:
        if action["verb"] in WITHOUT_BUTTON:
            continue
        face = FACES.get(action["verb"], Face())
        found.append(Button(action["verb"], action["label"], face.key, face.fields, face.tone, face.texts, face.must))
    return found
