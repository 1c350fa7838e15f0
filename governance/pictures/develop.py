"""From untrusted bytes to bare pixels (照片清洗). Runs in the child only: no Django here.

Memory is held down: JPEG is decoded smaller where it can be, everything else is copied strip by strip.
"""

import io
import warnings
from dataclasses import dataclass

import pillow_heif
from PIL import Image, ImageFile

from governance.pictures import exif
from governance.pictures.kinds import Kind

QUALITY = 85
STRIP = 64
WHITE = (255, 255, 255)
ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


class Unusable(Exception):
    """The picture cannot be used; `code` is one of the refusal codes."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Developed:
    """A JPEG that holds pixels and nothing else, with what was read before the rest was dropped."""

    jpeg: bytes
    width: int
    height: int
    position: tuple[float, float, float | None] | None
    taken_at: str | None


def prepare() -> None:
    """Make the decoders strict: no truncated files, no bombs, no threads."""
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    pillow_heif.options.DECODE_THREADS = 1
    pillow_heif.register_heif_opener(thumbnails=False)
    Image.preinit()


def develop(*, data: bytes, kind: Kind, side: int) -> Developed:
    """Check, decode in full, turn upright, copy the pixels, and encode anew with a long side of at most `side`.

    Raises Unusable(too_many_pixels) from the header alone, Unusable(truncated) when header or pixels do not decode.
    The colour profile is dropped with everything else; colours are taken to be sRGB.
    """
    try:
        picture = _opened(data, kind)
        picture.draft("RGB", (side, side))
        picture.load()
        turn, position, taken_at = _noted(picture)
        canvas = _copied(picture, side)
        canvas.thumbnail((side, side), Image.Resampling.LANCZOS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Unusable("too_many_pixels") from None
    except (Unusable, MemoryError):
        raise
    except Exception as error:  # decoders of four formats raise whatever they like
        raise Unusable("truncated") from error
    out = io.BytesIO()
    upright = canvas if turn is None else canvas.transpose(turn)
    upright.save(out, "JPEG", quality=QUALITY)
    return Developed(out.getvalue(), upright.width, upright.height, position, taken_at)


def _opened(data: bytes, kind: Kind) -> Image.Image:
    Image.MAX_IMAGE_PIXELS = kind.most_pixels
    picture = Image.open(io.BytesIO(data), formats=(kind.value,))
    if picture.width * picture.height > kind.most_pixels:
        raise Unusable("too_many_pixels")
    return picture


def _copied(picture: Image.Image, side: int) -> Image.Image:
    """The pixels, and only the pixels, in a new image; shrunk by a whole factor on the way where it is far too big."""
    factor = max(1, max(picture.size) // side)
    canvas = Image.new("RGB", (-(-picture.width // factor), -(-picture.height // factor)), WHITE)
    for top in range(0, picture.height, STRIP * factor):
        strip = _flat(picture.crop((0, top, picture.width, min(top + STRIP * factor, picture.height))))
        canvas.paste(strip.reduce(factor) if factor > 1 else strip, (0, top // factor))
    return canvas


def _flat(strip: Image.Image) -> Image.Image:
    if strip.mode.startswith(("I", "F")):  # 16 bits a channel: keep the upper 8
        strip = strip.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if not strip.has_transparency_data:
        return strip.convert("RGB")
    sheet = Image.new("RGBA", strip.size, (*WHITE, 255))
    return Image.alpha_composite(sheet, strip.convert("RGBA")).convert("RGB")


def _noted(picture: Image.Image) -> tuple[Image.Transpose | None, tuple[float, float, float | None] | None, str | None]:
    """How to turn it, where and when it was taken; nothing of it where the EXIF data is broken."""
    try:
        found = picture.getexif()
        return _TURNS.get(found.get(ORIENTATION, 1)), exif.position(found), exif.taken_at(found)
    except Exception:  # noqa: BLE001 - a photo with broken notes is still a photo
        return None, None, None
