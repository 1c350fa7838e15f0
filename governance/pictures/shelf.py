"""Where cleaned pictures lie (照片存放): a file and its thumbnail below MEDIA_ROOT, whole or not at all."""

import os
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from governance.errors import Refused
from governance.pictures.intake import CleanPicture, thumbnail


class NoRoom(Refused):
    """The disk took no more; the phone keeps the photo and tries again (A13)."""

    code = "no_room"
    status = 507


def store(photo_id: UUID, picture: CleanPicture) -> str:
    """Write picture and thumbnail durably under a generated name, whole or not at all. The name below MEDIA_ROOT."""
    name = f"photos/{photo_id.hex[:2]}/{photo_id.hex}-{picture.sha256.hex()[:12]}"
    try:
        _write(Path(settings.MEDIA_ROOT) / f"{name}.jpg", picture.jpeg)
        _write(Path(settings.MEDIA_ROOT) / f"{name}-s.jpg", thumbnail(picture.jpeg))
    except OSError as error:
        raise NoRoom(_("暂时无法保存照片，请稍后重试。")) from error
    return name


def _write(path: Path, body: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(f".{os.getpid()}.part")
    with partial.open("wb") as out:
        out.write(body)
        out.flush()
        os.fsync(out.fileno())
    partial.replace(path)
