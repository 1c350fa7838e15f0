"""What a building is used for, from the words of many tables (建筑用途). Values are those of `Building.use`."""

OTHER = "other"
WORDS = {
    "residential": ("住宅", "居住", "宿舍", "公寓", "民宅", "自建房", "城中村", "居民楼", "apartment", "dwelling", "dormitory"),
    "shop": ("商", "店", "市场", "餐饮", "超市", "酒店", "retail", "commercial", "market"),
    "office": ("办公", "写字楼", "商务", "机关"),
    "factory": ("厂", "工业", "仓", "车间", "物流", "industrial", "warehouse"),
    "school": ("学校", "教育", "教学", "幼儿园", "小学", "中学", "大学", "college", "kindergarten", "university"),
    "hospital": ("医", "卫生", "诊所", "clinic"),
    "public": ("公共", "公建", "文化", "体育", "政府", "市政", "社区服务", "civic"),
}
ORDER = ("school", "hospital", "office", "residential", "factory", "shop", "public")  # 商务办公 is an office, 工厂宿舍 a residence


def use_named(text: str) -> str:
    """The use a word stands for: one of the values, "other" for a word that is not known, "" for no word."""
    word = text.lower()
    if not word:
        return ""
    return next((use for use in ORDER if word == use or any(part in word for part in WORDS[use])), OTHER)
