"""Invented staff names (虚构姓名): common surnames and given signs put together by lot. They mean no real person."""

import random
from collections.abc import Iterator

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡"
    "余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛阎"
)
SIGNS = "安柏成川达恩帆芳歌国海航和华嘉建洁静军凯兰磊丽林敏明宁平琪青然荣瑞思松涛婷伟文晓欣秀雪岩燕阳依宜莹颖永宇雨云泽哲志子"


def staff_names(*, seed: str = "staff") -> Iterator[str]:
    """Names without end and without repetition, the same ones for the same seed; two thirds have two given signs."""
    chance = random.Random(f"names {seed}")  # noqa: S311 - demonstration data, no secret
    seen: set[str] = set()
    while True:
        name = chance.choice(SURNAMES) + "".join(chance.sample(SIGNS, chance.choice((1, 2, 2))))
        if name not in seen:
            seen.add(name)
            yield name
