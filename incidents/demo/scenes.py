"""Drawn pictures (示意图片) for the demonstration: a street with what is wrong with it, and the same street put right.

No photo of any place. Each bears the words DEMO so that nobody takes it for one.
"""

import io
from collections.abc import Callable, Mapping
from random import Random

from PIL import Image, ImageDraw, ImageFilter, ImageFont

SIZE = (960, 720)
HORIZON = 400
QUALITY = 82
Colour = tuple[int, int, int]
Pen = ImageDraw.ImageDraw
ASPHALT, STONE, IRON, GREEN = (92, 94, 98), (176, 172, 164), (62, 64, 68), (74, 118, 66)


def picture(*, scene: str, variant: int, mended: bool) -> bytes:
    """A JPEG of a scene: the same street for the same variant, with the trouble or, when mended, without."""
    lot = Random(f"{scene} {variant}")  # noqa: S311 - a drawing, no secret
    image = Image.new("RGB", SIZE)
    pen = ImageDraw.Draw(image)
    _street(pen, lot)
    SCENES[scene](pen, lot, mended=mended)
    width, height = SIZE[0] // 2, SIZE[1] // 2
    grain = Image.frombytes("L", (width, height), lot.randbytes(width * height)).resize(SIZE).convert("RGB")
    image = Image.blend(image.filter(ImageFilter.GaussianBlur(0.8)), grain, 0.05)
    ImageDraw.Draw(image).text((24, SIZE[1] - 34), "DEMO - drawn, not a photo", fill=(255, 255, 255), font=ImageFont.load_default(20))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def _street(pen: Pen, lot: Random) -> None:
    """Sky, houses, pavement and road."""
    light = lot.randint(0, 40)
    pen.rectangle((0, 0, SIZE[0], HORIZON), fill=(168 + light, 188 + light // 2, 206))
    left = 0
    while left < SIZE[0]:
        width, top = lot.randint(110, 220), lot.randint(60, 200)
        tone = lot.randint(150, 210)
        pen.rectangle((left, top, left + width, HORIZON), fill=(tone, tone - lot.randint(4, 20), tone - lot.randint(10, 40)))
        for x in range(left + 16, left + width - 30, 42):
            for y in range(top + 20, HORIZON - 90, 56):
                pen.rectangle((x, y, x + 22, y + 32), fill=(96, 112, 128))
        pen.rectangle((left + 10, HORIZON - 70, left + width - 10, HORIZON), fill=_shade(lot, (120, 96, 84)))
        left += width
    pen.rectangle((0, HORIZON, SIZE[0], HORIZON + 110), fill=STONE)
    for x in range(0, SIZE[0], 64):
        pen.line((x, HORIZON, x - 40, HORIZON + 110), fill=(156, 152, 146), width=2)
    pen.rectangle((0, HORIZON + 110, SIZE[0], HORIZON + 124), fill=(206, 204, 198))
    pen.rectangle((0, HORIZON + 124, SIZE[0], SIZE[1]), fill=ASPHALT)
    for x in range(30, SIZE[0], 210):
        pen.rectangle((x, HORIZON + 220, x + 110, HORIZON + 230), fill=(226, 226, 220))


def _shade(lot: Random, colour: Colour) -> Colour:
    return colour[0] + lot.randint(-18, 18), colour[1] + lot.randint(-18, 18), colour[2] + lot.randint(-18, 18)


def _blobs(pen: Pen, lot: Random, box: tuple[int, int, int, int], count: int, colours: tuple[Colour, ...]) -> None:
    """A heap of rounded pieces inside a box."""
    west, north, east, south = box
    for _piece in range(count):
        x, y, size = lot.randint(west, east), lot.randint(north, south), lot.randint(8, 30)
        tall = lot.randint(size // 2, size)
        pen.ellipse((x - size, y - tall, x + size, y + tall), fill=_shade(lot, lot.choice(colours)))


def _cover(pen: Pen, lot: Random, *, mended: bool) -> None:
    x, y = lot.randint(330, 480), HORIZON + 160
    pen.ellipse((x - 20, y - 10, x + 260, y + 130), fill=(70, 70, 72))
    pen.ellipse((x, y, x + 240, y + 112), fill=(118, 116, 112) if mended else (14, 14, 16))
    if mended:
        for step in range(24, 220, 26):
            pen.line((x + step, y + 22, x + step, y + 90), fill=IRON, width=5)
        return
    pen.polygon([(x + 30, y + 18), (x + 150, y + 4), (x + 196, y + 40), (x + 80, y + 66)], fill=(112, 110, 106))
    pen.line((x - 60, y + 150, x - 12, y + 60, x - 90, y + 20), fill=(40, 40, 42), width=5)


def _pole(pen: Pen, lot: Random, *, mended: bool) -> None:
    x, lean = lot.randint(420, 560), 0 if mended else lot.choice((-150, 150))
    pen.line((x, HORIZON + 100, x + lean, 90), fill=IRON, width=22)
    pen.line((x + lean, 96, x + lean + 110, 70 + abs(lean) // 3), fill=IRON, width=12)
    pen.ellipse((x + lean + 90, 60 + abs(lean) // 3, x + lean + 150, 92 + abs(lean) // 3), fill=(246, 240, 200) if mended else (88, 88, 84))
    pen.rectangle((x - 26, HORIZON + 74, x + 26, HORIZON + 108), fill=IRON)
    if not mended:
        pen.arc((x - 220, 110, x + 240, 520), 20, 150, fill=(30, 30, 32), width=6)


def _tree(pen: Pen, lot: Random, *, mended: bool) -> None:
    x = lot.randint(380, 520)
    if mended:
        pen.rectangle((x - 16, 240, x + 16, HORIZON + 80), fill=(104, 80, 58))
        _blobs(pen, lot, (x - 120, 90, x + 120, 250), 60, (GREEN, (92, 138, 78)))
    else:
        pen.line((x - 260, HORIZON + 190, x + 240, HORIZON + 60), fill=(104, 80, 58), width=30)
        _blobs(pen, lot, (x + 120, HORIZON, x + 400, HORIZON + 150), 60, (GREEN, (116, 128, 66)))
        pen.polygon([(x - 280, HORIZON + 200), (x - 240, HORIZON + 150), (x - 220, HORIZON + 210)], fill=(160, 128, 92))
    pen.rectangle((x - 70, HORIZON + 70, x + 70, HORIZON + 96), fill=(96, 76, 56))


def _refuse(pen: Pen, lot: Random, *, mended: bool) -> None:
    x = lot.randint(560, 680)
    pen.rectangle((x, HORIZON - 40, x + 110, HORIZON + 100), fill=(58, 98, 84))
    pen.rectangle((x - 8, HORIZON - 56, x + 118, HORIZON - 36), fill=(40, 74, 62))
    if not mended:
        heap = ((52, 52, 56), (204, 200, 190), (148, 62, 56), (66, 92, 142), (182, 160, 112))
        _blobs(pen, lot, (x - 330, HORIZON + 40, x + 60, HORIZON + 150), 90, heap)


def _vendor(pen: Pen, lot: Random, *, mended: bool) -> None:
    if mended:
        return
    for x in (lot.randint(120, 200), lot.randint(430, 520)):
        roof = lot.choice(((176, 54, 48), (44, 92, 150), (52, 128, 88)))
        pen.polygon([(x - 20, 250), (x + 260, 250), (x + 230, 300), (x + 10, 300)], fill=roof)
        pen.line((x + 20, 300, x + 20, HORIZON + 90), fill=IRON, width=8)
        pen.line((x + 222, 300, x + 222, HORIZON + 90), fill=IRON, width=8)
        pen.rectangle((x + 6, HORIZON - 10, x + 236, HORIZON + 70), fill=(188, 162, 120))
        _blobs(pen, lot, (x + 30, HORIZON - 30, x + 210, HORIZON - 6), 30, ((206, 84, 50), (226, 178, 60), (98, 146, 66)))


def _road(pen: Pen, lot: Random, *, mended: bool) -> None:
    box = (lot.randint(250, 330), HORIZON + 150, lot.randint(640, 720), HORIZON + 270)
    if mended:
        pen.rectangle(box, fill=(72, 74, 78))
        return
    pen.ellipse(box, fill=(58, 56, 54))
    pen.ellipse((box[0] + 60, box[1] + 30, box[2] - 60, box[3] - 20), fill=(92, 104, 112))
    for _crack in range(7):
        x, y = lot.randint(box[0] - 80, box[2]), lot.randint(box[1], box[3])
        pen.line((x, y, x + lot.randint(30, 90), y + lot.randint(-30, 30), x + 130, y + lot.randint(-40, 40)), fill=(44, 44, 46), width=4)


def _building(pen: Pen, lot: Random, *, mended: bool) -> None:
    x = lot.randint(300, 420)
    pen.rectangle((x, 150, x + 300, HORIZON), fill=(198, 188, 172))
    pen.rectangle((x + 110, HORIZON - 110, x + 190, HORIZON), fill=(96, 80, 70))
    if mended:
        return
    pen.rectangle((x + 180, 210, x + 430, 290), fill=(190, 46, 44))
    pen.rectangle((x + 200, 226, x + 410, 274), fill=(240, 214, 120))
    for _poster in range(16):
        left, top = x + lot.randint(6, 270), lot.randint(300, HORIZON - 30)
        pen.rectangle((left, top, left + 30, top + 24), fill=lot.choice(((244, 240, 224), (238, 206, 96), (226, 130, 120))))


def _site(pen: Pen, lot: Random, *, mended: bool) -> None:
    for x in range(180, 780, 100):
        lean = 0 if mended else lot.choice((0, 0, 46, -30))
        pen.polygon([(x, HORIZON + 80), (x + 96, HORIZON + 80), (x + 96 + lean, 250), (x + lean, 250)], fill=(52, 108, 156))
        pen.line((x + lean, 262, x + 96 + lean, 262), fill=(232, 232, 236), width=10)
    if not mended:
        _blobs(pen, lot, (240, HORIZON + 100, 740, HORIZON + 190), 80, ((164, 140, 108), (134, 112, 86), (188, 182, 172)))


SCENES: Mapping[str, Callable[..., None]] = {
    "cover": _cover,
    "pole": _pole,
    "tree": _tree,
    "refuse": _refuse,
    "vendor": _vendor,
    "road": _road,
    "building": _building,
    "site": _site,
}

OF_MAJOR = {
    ("component", "01"): "pole",
    ("component", "02"): "road",
    ("component", "03"): "refuse",
    ("component", "04"): "tree",
    ("component", "05"): "pole",
    ("event", "01"): "refuse",
    ("event", "02"): "building",
    ("event", "03"): "site",
    ("event", "04"): "vendor",
    ("event", "05"): "road",
    ("event", "06"): "refuse",
}
OF_CODE = dict.fromkeys([("component", f"01{n:02d}") for n in (*range(1, 19), 23, 26)], "cover") | {
    ("component", "0113"): "pole",
    ("component", "0212"): "pole",
    ("component", "0283"): "pole",
    ("component", "0307"): "building",
    ("event", "0101"): "building",
    ("event", "0113"): "road",
    ("event", "0117"): "tree",
    ("event", "0121"): "tree",
    ("event", "0122"): "tree",
    ("event", "0128"): "vendor",
    ("event", "0129"): "vendor",
    ("event", "0191"): "tree",
}


def scene_of(*, kind: str, code: str) -> str:
    """Which scene shows a category."""
    return OF_CODE.get((kind, code)) or OF_MAJOR.get((kind, code[:2]), "refuse")
