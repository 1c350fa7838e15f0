"""The drawn pictures of the demonstration, kept once and shown for many cases (演示图片)."""

from governance.pictures.intake import CleanPicture, content_hash
from governance.pictures.shelf import store
from incidents.actions.demo.ids import demo_id
from incidents.actions.demo.story import Print
from incidents.demo.scenes import SCENES, SIZE, picture

VARIANTS = 2


def kept_prints() -> dict[tuple[str, bool], list[Print]]:
    """Each scene with the trouble and without, in a few variants. Writes files below MEDIA_ROOT; the same ones each time."""
    return {
        (scene, mended): [_kept(scene, variant, mended=mended) for variant in range(VARIANTS)]
        for scene in SCENES
        for mended in (False, True)
    }


def _kept(scene: str, variant: int, *, mended: bool) -> Print:
    jpeg = picture(scene=scene, variant=variant, mended=mended)
    width, height = SIZE
    clean = CleanPicture(jpeg=jpeg, width=width, height=height, sha256=content_hash(jpeg))
    return Print(store(demo_id("print", scene, variant, mended), clean), clean.sha256, width, height, len(jpeg))
