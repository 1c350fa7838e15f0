"""E4 to E7: what comes in as a photo, and what is left of it."""

import hashlib
import io
import json
import random
import zlib
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from PIL import Image, ImageOps

from governance.pictures import intake
from governance.pictures.bare import is_bare
from governance.pictures.darkroom import Darkroom
from governance.pictures.intake import CleanPicture, Position, clean, content_hash, thumbnail
from governance.pictures.kinds import kind_of
from governance.pictures.refusals import REASONS, PictureRefused
from tests.governance.pictures import corpus

PEAK_KIB = 300 * 1024


def refusal(data: bytes, darkroom: Darkroom) -> str:
    """The code of the refusal, or a fresh word when the photo was taken."""
    try:
        clean(data, darkroom=darkroom)
    except PictureRefused as refused:
        return refused.code if refused.code in REASONS and str(refused.message) else "without a reason"
    return "taken"


def leftovers(jpeg: bytes) -> list[bytes]:
    """Traces of anything but pixels, searched as bytes, as a script would be, and in both 16-bit encodings."""
    canary = corpus.CANARY.decode()
    traces = [
        corpus.CANARY,
        canary.encode("utf-16-le"),
        canary.encode("utf-16-be"),
        b"script",
        b"Exif",
        b"http",
        b"ICC_",
        b"PK\3\4",
        b"MPF",
    ]
    return [trace for trace in traces if trace in jpeg]


@pytest.mark.parametrize("kind", corpus.KINDS)
def test_e6_the_four_kinds_are_taken_and_keep_nothing_but_pixels(kind: str, darkroom: Darkroom) -> None:
    data = corpus.marked(kind)
    assert corpus.CANARY in data  # there is something that could leak
    done = clean(data, darkroom=darkroom)
    assert leftovers(done.jpeg) == []
    again = Image.open(io.BytesIO(done.jpeg))
    assert (again.format, again.size, again.mode) == ("JPEG", (done.width, done.height), "RGB")
    assert set(again.info) == {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert not again.getexif()
    assert done.sha256 == hashlib.sha256(done.jpeg).digest() == content_hash(done.jpeg)


@pytest.mark.parametrize("kind", corpus.KINDS)
def test_e6_the_position_comes_out_beside_the_picture_and_not_in_its_repr(kind: str, darkroom: Darkroom) -> None:
    done = clean(corpus.marked(kind), darkroom=darkroom)
    assert done.position is not None
    assert done.position.longitude == pytest.approx(114 + 20 / 60 + 46 / 3600)
    assert done.position.latitude == pytest.approx(22 + 41 / 60 + 24 / 3600)
    assert done.position.accuracy_m == pytest.approx(12.5)
    assert "114" not in repr(done)


@pytest.mark.parametrize(
    ("gps", "expected"),
    [
        ({1: "S", 2: (33.0, 52.0, 0.0), 3: "W", 4: (70.0, 30.0, 0.0)}, Position(-70.5, -33 - 52 / 60)),
        ({1: "N", 2: (0.0, 0.0, 0.0), 3: "E", 4: (0.0, 0.0, 0.0)}, None),
        ({1: "N", 2: (95.0, 0.0, 0.0), 3: "E", 4: (114.0, 0.0, 0.0)}, None),
        ({1: "N", 2: (22.0, 41.0), 3: "E", 4: (114.0, 20.0)}, None),
        ({1: "N", 2: (22.0, 41.0, 24.0)}, None),
        ({}, None),
        (None, None),
    ],
)
def test_e6_a_position_is_read_only_where_it_is_one(gps: dict[int, object] | None, expected: Position | None, darkroom: Darkroom) -> None:
    done = clean(corpus.saved(corpus.picture(), "JPEG", exif=corpus.exif(gps=gps)), darkroom=darkroom)
    assert (done.position is None) == (expected is None)
    if done.position and expected:
        assert (done.position.longitude, done.position.latitude) == pytest.approx((expected.longitude, expected.latitude))


@pytest.mark.parametrize(
    ("tags", "taken"),
    [
        ({0x9003: "2026:11:20 09:30:00", 0x9011: "-03:30"}, "2026-11-20T09:30:00-03:30"),
        ({0x9003: "2026:11:20 09:30:00"}, "2026-11-20T09:30:00+08:00"),
        ({0x9003: "2026:11:20 09:30:00", 0x9011: "+99:99"}, None),
        ({0x9003: "0000:00:00 00:00:00"}, None),
        ({0x9003: "yesterday"}, None),
        ({}, None),
    ],
)
def test_e6_the_time_is_read_with_its_offset(tags: dict[int, object], taken: str | None, darkroom: Darkroom) -> None:
    done = clean(corpus.saved(corpus.picture(), "JPEG", exif=corpus.exif(taken=tags)), darkroom=darkroom)
    assert done.taken_at == (None if taken is None else datetime.fromisoformat(taken))


def test_e6_broken_notes_do_not_cost_the_picture(darkroom: Darkroom) -> None:
    data = corpus.saved(corpus.picture(), "JPEG", exif=b"Exif\0\0II*\0\xff\xff\xff\x7f" + bytes(range(256)))
    done = clean(data, darkroom=darkroom)
    assert (done.position, done.taken_at) == (None, None)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_e6_a_picture_is_turned_upright(orientation: int, darkroom: Darkroom) -> None:
    data = corpus.saved(corpus.picture(), "JPEG", exif=corpus.exif(orientation=orientation), quality=95)
    expected = ImageOps.exif_transpose(Image.open(io.BytesIO(data)))
    found = Image.open(io.BytesIO(clean(data, darkroom=darkroom).jpeg))
    assert found.size == expected.size
    for corner in ((2, 2), (found.width - 3, 2), (2, found.height - 3), (found.width - 3, found.height - 3)):
        red, other = found.getpixel(corner)[0], found.getpixel(corner)[1]
        assert (red - other > 100) == (expected.getpixel(corner)[0] - expected.getpixel(corner)[1] > 100)


@pytest.mark.parametrize("data", [pytest.param(data, id=name) for name, data in corpus.bombs()])
def test_e4_a_bomb_is_refused_from_its_header(data: bytes, darkroom: Darkroom) -> None:
    head, payload = darkroom.ask({"kind": kind_of(data), "side": 2560}, data)
    assert (head.get("refused"), payload) == ("too_many_pixels", b"")
    assert head["peak_kib"] < PEAK_KIB / 3


def test_e4_a_picture_just_under_the_limit_is_taken_within_bounded_memory(darkroom: Darkroom) -> None:
    data = corpus.png(8_000, 5_000, bits=8, colour=6)  # 40 million pixels with transparency
    assert len(data) < intake.MOST_BYTES
    head, jpeg = darkroom.ask({"kind": kind_of(data), "side": 2560}, data)
    assert (head["width"], head["height"]) == (2560, 1600)
    assert is_bare(jpeg)
    assert head["peak_kib"] < PEAK_KIB


def test_e4_text_that_unpacks_to_a_gigabyte_costs_no_gigabyte(darkroom: Darkroom) -> None:
    packed = zlib_bomb()
    data = corpus.png(8, 8, extra=corpus.chunk(b"zTXt", b"Comment\0\0" + packed))
    head, _ = darkroom.ask({"kind": kind_of(data), "side": 2560}, data)
    assert head["peak_kib"] < PEAK_KIB


def zlib_bomb() -> bytes:
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(bytes(1 << 20)) for _ in range(256)) + packer.flush()


def test_e4_a_file_over_the_byte_limit_is_refused_unread(darkroom: Darkroom) -> None:
    assert refusal(corpus.marked("JPEG") + bytes(intake.MOST_BYTES), darkroom) == "too_large"


@pytest.mark.parametrize("data", [pytest.param(data, id=name) for name, data in corpus.polyglots()])
def test_e5_what_hangs_on_a_photo_is_gone(data: bytes, darkroom: Darkroom) -> None:
    assert leftovers(clean(data, darkroom=darkroom).jpeg) == []


@pytest.mark.parametrize(("code", "data"), [pytest.param(code, data, id=name) for name, code, data in corpus.strangers()])
def test_e5_what_is_no_photo_of_the_four_kinds_is_refused(code: str, data: bytes, darkroom: Darkroom) -> None:
    assert refusal(data, darkroom) == code


def test_e5_a_name_or_a_first_line_does_not_make_a_photo(darkroom: Darkroom) -> None:
    for kind in corpus.KINDS:
        assert refusal(corpus.marked(kind)[:16] + b"<html>" + corpus.SCRIPT, darkroom) in {"truncated", "too_many_pixels"}


def test_e7_a_cut_photo_is_refused_at_any_length(darkroom: Darkroom) -> None:
    whole = [corpus.marked(kind) for kind in corpus.KINDS] + [corpus.saved(corpus.picture(), "JPEG", progressive=True)]
    cut = [data[: len(data) * percent // 100] for data in whole for percent in (30, 50, 80, 90)]
    cut += [corpus.saved(corpus.picture(900, 600), kind)[:-40] for kind in corpus.KINDS]
    with ThreadPoolExecutor(2) as hands:
        codes = set(hands.map(lambda data: refusal(data, darkroom), cut))
    assert codes == {"truncated"}


def test_e7_forty_damaged_photos_are_refused_by_name_or_come_out_clean(darkroom: Darkroom) -> None:
    chance = random.Random("damage")

    def damaged(number: int) -> bytes:
        data = bytearray(corpus.marked(corpus.KINDS[number % 4]))
        for _ in range(6):
            data[chance.randrange(16, len(data))] = chance.randrange(256)
        return bytes(data)

    def judged(data: bytes) -> bool:
        try:
            return leftovers(clean(data, darkroom=darkroom).jpeg) == []
        except PictureRefused as refused:
            return refused.code in REASONS and not refused.retry

    with ThreadPoolExecutor(2) as hands:
        assert all(hands.map(judged, [damaged(number) for number in range(40)]))


def test_large_pictures_are_made_smaller_and_small_ones_are_left(darkroom: Darkroom) -> None:
    large = clean(corpus.saved(corpus.picture(6000, 3000), "JPEG"), darkroom=darkroom)
    assert (large.width, large.height) == (2560, 1280)
    thin = clean(corpus.png(1, 30_000), darkroom=darkroom)
    assert thin.height <= 2560
    small = clean(corpus.saved(corpus.picture(40, 30), "PNG"), darkroom=darkroom)
    assert (small.width, small.height) == (40, 30)


def test_a_thumbnail_is_small_and_bare(darkroom: Darkroom) -> None:
    jpeg = thumbnail(corpus.saved(corpus.picture(1600, 1200), "JPEG", comment=corpus.SCRIPT), darkroom=darkroom)
    assert Image.open(io.BytesIO(jpeg)).size == (320, 240)
    assert is_bare(jpeg)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16", "YCbCr"])
def test_every_colour_mode_becomes_plain_colour(mode: str, darkroom: Darkroom) -> None:
    grey = corpus.picture().convert("L")
    wide = grey.convert("I").point(lambda value: value * 256) if mode == "I;16" else grey.convert("RGB")
    data = corpus.saved(wide.convert(mode), "JPEG" if mode in {"CMYK", "YCbCr"} else "PNG")
    found = Image.open(io.BytesIO(clean(data, darkroom=darkroom).jpeg))
    for spot in ((90, 5), (90, 58)):
        assert abs(found.getpixel(spot)[0] - grey.getpixel(spot)) < {"1": 256, "P": 40}.get(mode, 24)


def test_what_was_transparent_becomes_white_and_shows_nothing_hidden(darkroom: Darkroom) -> None:
    hidden = Image.new("RGBA", (32, 32), (200, 0, 0, 0))
    found = Image.open(io.BytesIO(clean(corpus.saved(hidden, "PNG"), darkroom=darkroom).jpeg))
    assert found.getpixel((16, 16)) == (255, 255, 255)


def test_a_camera_file_of_several_pictures_gives_its_first(darkroom: Darkroom) -> None:
    data = corpus.saved(corpus.picture(), "MPO", save_all=True, append_images=[Image.new("RGB", (96, 64), "blue")])
    done = clean(data, darkroom=darkroom)
    assert leftovers(done.jpeg) == []
    assert Image.open(io.BytesIO(done.jpeg)).getpixel((2, 2))[0] > 200


def test_the_same_bytes_come_out_the_same(darkroom: Darkroom) -> None:
    first, second = (clean(corpus.marked("HEIF"), darkroom=darkroom) for _ in range(2))
    assert first == second


def test_a_picture_is_json_free_of_its_own_content() -> None:
    shown = repr(CleanPicture(b"JPEG", 1, 1, b"digest", Position(114.3, 22.7)))
    assert json.dumps(shown).count("22.7") == 0
