"""Files sent to whoever asked (文件下发): in blocks, under ASGI as under WSGI; pictures with the headers that they all need."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from asgiref.sync import sync_to_async
from django.conf import settings
from django.http import FileResponse
from whitenoise.middleware import WhiteNoiseMiddleware

BLOCK = 1 << 16


class SentFile(FileResponse):
    """A file read block by block; Django's own would be read whole into memory before the first byte leaves under ASGI."""

    block_size = BLOCK

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """The blocks, each read beside the event loop."""
        source = self.file_to_stream
        while source is not None and (block := await sync_to_async(source.read)(self.block_size)):
            yield block


class StaticFile(SentFile):
    """A static file: whitenoise has said all headers."""

    def set_headers(self, filelike: Any) -> None:
        """None but whitenoise's."""


class Statics(WhiteNoiseMiddleware):  # type: ignore[misc]
    """Static files, sent in blocks."""

    @staticmethod
    def serve(static_file: Any, request: Any) -> StaticFile:
        """The file as whitenoise would answer with it: whole, a range of it, or that it has not changed."""
        answer = static_file.get_response(request.method, request.META)
        response = StaticFile(answer.file or (), status=int(answer.status))
        del response["content-type"]
        for name, value in answer.headers:
            response[name] = value
        return response


def send_picture(file: str, *, small: bool, seconds: int = 300) -> SentFile:
    """The JPEG below MEDIA_ROOT, whole or small, for the asker's own cache alone; whether it may be seen is the door's business."""
    suffix = "-s" if small else ""
    response = SentFile((Path(settings.MEDIA_ROOT) / f"{file}{suffix}.jpg").open("rb"), content_type="image/jpeg")
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = f"private, max-age={seconds}"
    return response
