"""A generated corpus of photos: good ones full of planted canaries, and everything that people try."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

import pillow_heif
from PIL import Image, ImageCms, PngImagePlugin

pillow_heif.register_heif_opener()

CANARY = b"CANARY-7f3a"
SCRIPT = b"<script>alert('CANARY-7f3a')</script>"
XMP = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + CANARY + b"</x:xmpmeta>"
KINDS = ("JPEG", "PNG", "WEBP", "HEIF")


def picture(width: int = 96, height: int = 64) -> Image.Image:
    """A gradient with a red upper left corner, so that turning it shows."""
    image = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    image.paste((255, 0, 0), (0, 0, width // 4, height // 4))
    return image


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def exif(*, gps: dict[int, object] | None = None, taken: dict[int, object] | None = None, orientation: int = 1) -> Image.Exif:
    """EXIF data with canaries in the maker, the description, the serial number and the user comment."""
    made = Image.Exif()
    made[0x0112] = orientation
    made[0x010F] = made[0x010E] = made[0x013B] = CANARY.decode()
    tags = made.get_ifd(0x8769)
    tags.update({0xA431: CANARY.decode(), 0x9286: b"ASCII\0\0\0" + CANARY} | (taken or {}))
    if gps is not None:
        made.get_ifd(0x8825).update(gps)
    return made


def marked(kind: str) -> bytes:
    """A photo of this kind with a canary in every place where the format lets one hide."""
    image = picture()
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes().replace(b"sRGB built-in", CANARY + b"xx")
    common = {"exif": exif(gps=HOME).tobytes(), "icc_profile": profile}
    if kind == "JPEG":
        return saved(image, "JPEG", comment=SCRIPT, xmp=XMP, **common)
    if kind == "PNG":
        notes = PngImagePlugin.PngInfo()
        notes.add_text("Comment", SCRIPT.decode())
        notes.add_text("Packed", CANARY.decode(), zip=True)
        notes.add_itxt("XML:com.adobe.xmp", XMP.decode())
        return saved(image, "PNG", pnginfo=notes, **common)
    return saved(image, kind, xmp=XMP, **common)


HOME = {1: "N", 2: (22.0, 41.0, 24.0), 3: "E", 4: (114.0, 20.0, 46.0), 31: 12.5, 29: "2026:11:20"}


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("payload.js", SCRIPT)
    return out.getvalue()


def polyglots() -> Iterator[tuple[str, bytes]]:
    """Photos that are also something else when read from the end."""
    for kind in KINDS:
        for name, tail in (
            ("html", b"<html>" + SCRIPT),
            ("zip", zipped()),
            ("php", b"<?php echo 'CANARY-7f3a'; ?>"),
            ("jpeg", marked("JPEG")),
        ):
            yield f"{kind}+{name}", marked(kind) + tail


def strangers() -> Iterator[tuple[str, str, bytes]]:
    """Name, refusal code, bytes: what is no photo of the four kinds."""
    gif = saved(picture(8, 8), "GIF")
    yield "empty", "not_a_picture", b""
    yield "one byte", "not_a_picture", b"\xff"
    yield "text", "not_a_picture", "这不是照片".encode()
    yield "html", "not_a_picture", b"<html>" + SCRIPT
    yield "program", "not_a_picture", b"\x7fELF\2\1\1" + bytes(64)
    yield "gif", "wrong_kind", gif
    yield "gif with script", "wrong_kind", b"GIF89a/*" + gif[8:] + b"*/=1;" + SCRIPT
    yield "svg", "wrong_kind", b"<svg xmlns='http://www.w3.org/2000/svg'>" + SCRIPT + b"</svg>"
    yield "svg after xml", "wrong_kind", b"<?xml version='1.0'?><svg>" + SCRIPT + b"</svg>"
    yield "svg after comment", "wrong_kind", b"\n <!-- x --> <SVG onload='alert(1)'/>"
    yield "bmp", "wrong_kind", saved(picture(8, 8), "BMP")
    yield "tiff", "wrong_kind", saved(picture(8, 8), "TIFF")
    yield "pdf", "wrong_kind", b"%PDF-1.7\n"
    yield "zip", "wrong_kind", zipped()
    yield "avif", "wrong_kind", b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf" + bytes(40)
    yield "avif under a general brand", "wrong_kind", b"\0\0\0\x1cftypmif1\0\0\0\0mif1avifmiaf" + bytes(40)
    yield "mp4", "wrong_kind", b"\0\0\0\x18ftypisom\0\0\2\0isommp42" + bytes(40)
    yield "sound", "wrong_kind", b"RIFF\x24\0\0\0WAVEfmt "


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(width: int, height: int, *, bits: int = 1, colour: int = 0, extra: bytes = b"", rows: int | None = None) -> bytes:
    """A PNG of zeros, packed: a few kilobytes however many pixels it declares."""
    per_row = 1 + (width * bits * {0: 1, 2: 3, 6: 4}[colour] + 7) // 8
    packer = zlib.compressobj(9)
    body = b"".join(packer.compress(bytes(per_row)) for _ in range(height if rows is None else rows)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + extra + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def bombs() -> Iterator[tuple[str, bytes]]:
    """Small files that ask for more than 40 million pixels."""
    yield "png 10,000 x 10,000", png(10_000, 10_000)
    yield "png 15,000 x 15,000", png(15_000, 15_000)
    yield "png that only claims it", png(60_000, 60_000, rows=1)
    yield "png one pixel row too many", png(8_000, 5_001)
    jpeg = marked("JPEG")
    frame = jpeg.index(b"\xff\xc0") + 5
    yield "jpeg that claims 65,000 x 65,000", jpeg[:frame] + struct.pack(">HH", 65_000, 65_000) + jpeg[frame + 4 :]
    webp = marked("WEBP")
    canvas = webp.index(b"VP8X") + 12
    yield "webp that claims 16,000 x 16,000", webp[:canvas] + (15_999).to_bytes(3, "little") * 2 + webp[canvas + 6 :]
    heic = marked("HEIF")
    extent = heic.index(b"ispe") + 8
    yield "heic that claims 20,000 x 20,000", heic[:extent] + struct.pack(">II", 20_000, 20_000) + heic[extent + 8 :]
