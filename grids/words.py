"""The words of this app's record (台账用语)."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "division.loaded": _("载入区划"),
    "area.imported": _("导入边界"),
    "grid.published": _("发布网格"),
    "grid.split": _("拆分网格"),
    "grid.merged": _("合并网格"),
    "grid.opened": _("新设网格"),
    "building.imported": _("导入楼栋"),
    "dwelling.added": _("新增房屋"),
    "patrol.started": _("开始巡查"),
    "patrol.stopped": _("结束巡查"),
    "patrol.tracked": _("上传巡查轨迹"),
    "patrol.checked_in": _("巡查打卡"),
    "patrol_point.planned": _("设置巡查点"),
    "patrol_point.ended": _("停用巡查点"),
    "tracks.expired": _("到期删除轨迹"),
}
KINDS = {
    "division": _("区划"),
    "grid": _("网格"),
    "publication": _("网格版本"),
    "building": _("楼栋"),
    "dwelling": _("房屋"),
    "patrol": _("巡查"),
    "patrol_point": _("巡查点"),
}
