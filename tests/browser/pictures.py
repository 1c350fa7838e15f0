"""A photo as a phone takes it, made for the test."""

import io

from PIL import Image, ImageDraw


def photo(shade: int = 120, *, size: tuple[int, int] = (1600, 1200)) -> dict[str, object]:
    """A JPEG for a file field."""
    picture = Image.new("RGB", size, (shade, shade, 90))
    ImageDraw.Draw(picture).ellipse((200, 200, 900, 800), fill=(200, shade, 60))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=85)
    return {"name": f"{shade}.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}
