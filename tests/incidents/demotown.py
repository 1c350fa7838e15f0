"""The demonstration on a test database, loaded once for a module and swept away after it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.test import override_settings

from grids import queries as grids
from grids.actions import demo as district
from incidents.actions.demo import loading
from incidents.actions.demo.loading import Demo, load_demo
from incidents.actions.demo.prints import VARIANTS
from incidents.actions.demo.story import Print
from incidents.demo.scenes import SCENES
from incidents.queries import reference

NOW = datetime(2026, 11, 20, 15, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
PASSWORD = "Muster-wort-77"
SEED = 440310


FAKES = {(scene, mended): [Print("photos/none", b"\0" * 32, 1, 1, 1)] * VARIANTS for scene in SCENES for mended in (False, True)}
"""For tests that look at no picture: as many as there are, so that the lot falls the same."""


@contextmanager
def demo_town(media: Path, *, cases: int, pictures: bool = True) -> Iterator[Demo]:
    """Real commits, as the command makes them. Without dwellings, which no case asks for."""
    patch = pytest.MonkeyPatch()
    patch.setattr(district, "add_dwellings", lambda **_given: 0)
    if not pictures:
        patch.setattr(loading, "kept_prints", lambda: FAKES)
    quick = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    try:
        with override_settings(MEDIA_ROOT=media, PASSWORD_HASHERS=quick):
            forget()
            call_command("load_reference", verbosity=0)
            yield load_demo(at=NOW, password=PASSWORD, seed=SEED, count=cases)
    finally:
        patch.undo()
        call_command("flush", verbosity=0, interactive=False)
        forget()


def forget() -> None:
    reference.forget_all()
    grids.forget()
