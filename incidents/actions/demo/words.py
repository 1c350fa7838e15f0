"""What the demonstration's people write in their steps (演示用语)."""

from random import Random

ROUTINE = ("", "", "", "请尽快处置。", "请按时限办理并反馈。")
DONE = ("已安排人员到场处置完毕，现场恢复正常。", "已处置完毕，见处置后照片。")
DONE_IN = {
    "cover": ("已更换井盖并加固，恢复通行。", "已复位并垫实，车辆碾压无响动。"),
    "pole": ("已扶正加固，恢复使用。", "已更换损坏部件，并检查了同一路段。"),
    "tree": ("已清理断枝并修剪，恢复通行。", "已补种并清理绿地。"),
    "refuse": ("已清运完毕并冲洗地面。", "已清理干净，安排每日两次巡回保洁。"),
    "vendor": ("已劝离并清理现场，安排定点值守。", "已责令当事人整改，占道物品已收回。"),
    "road": ("已修补路面，恢复通行。", "已疏通排水口，积水退去。"),
    "building": ("已责令当事人整改，现场已拆除清理。", "已清除张贴物并恢复墙面。"),
    "site": ("已督促工地整改，围挡恢复，路面已清扫。", "施工方已清理现场并落实降尘降噪措施。"),
}
WORKERS_WAY = ("巡查", "派单", "现场已拍照", "已提醒", "上报")
RESIDENTS_WAY = ("麻烦", "谢谢", "请派人", "你好", "反映一下", "辛苦", "能不能", "希望", "请安排", "请问", "邻居", "路过")
CALLERS_WAY = ("来电",)
NOT_DONE = ("现场仍未清理干净。", "只处理了一半，北侧还有。", "与照片不符，问题仍在。")
AGAIN = ("核查未通过，请重新处置。", "现场仍有遗留，请返工。")
NOT_OURS = (
    "该设施不属我单位养护范围。",
    "经核实权属为小区物业，请改派街道。",
    "该路段由交通部门管养。",
    "属在建工地范围，应由住建部门处置。",
)
REFUSED = (
    "不属于受理范围，已告知诉求人办理途径。",
    "重复上报，同一问题已立案处置中。",
    "现场核实不存在所述问题。",
    "描述不清且无法联系诉求人。",
)
CANCELLED = ("误报，经核实为临时施工备案范围。", "诉求人撤回。")
CHECKED = ("", "", "现场已恢复。", "核查属实，处置到位。")
CLOSED = ("", "", "同意结案。")


def one(choices: tuple[str, ...], lot: Random) -> str:
    """One of them."""
    return lot.choice(choices)


def done(scene: str, lot: Random) -> str:
    """What a handler says when the work is done."""
    return lot.choice(DONE + DONE_IN.get(scene, ()))


def fits(text: str, *, by_worker: bool, called: bool) -> bool:
    """Whether a text is one that a grid worker, a caller or a resident would give."""
    if called:
        return any(word in text for word in CALLERS_WAY)
    others = (RESIDENTS_WAY if by_worker else WORKERS_WAY) + CALLERS_WAY
    return not any(word in text for word in others)
