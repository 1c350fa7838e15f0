"""A photo as a phone takes it, made for the test."""

import io

import segno
from PIL import Image, ImageDraw


def photo(shade: int = 120, *, size: tuple[int, int] = (1600, 1200)) -> dict[str, object]:
    """A JPEG for a file field."""
    picture = Image.new("RGB", size, (shade, shade, 90))
    ImageDraw.Draw(picture).ellipse((200, 200, 900, 800), fill=(200, shade, 60))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=85)
    return {"name": f"{shade}.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def photo_of_code(text: str) -> dict[str, object]:
    """A photo of a QR code on a wall: small in the picture, held askew, in poor light, compressed."""
    drawn = io.BytesIO()
    segno.make(text, error="m").save(drawn, kind="png", scale=12, border=4)
    code = Image.open(drawn).convert("RGB")
    wall = Image.new("RGB", (3000, 4000), (150, 140, 120))
    wall.paste(code, (1200, 1700))
    askew = wall.transform(wall.size, Image.Transform.QUAD, (0, 0, 160, 4000, 3000, 3800, 2900, 120)).rotate(11, fillcolor=(150, 140, 120))
    out = io.BytesIO()
    Image.eval(askew, lambda value: value * 7 // 10 + 20).save(out, "JPEG", quality=70)
    return {"name": "code.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}
