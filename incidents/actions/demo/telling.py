"""A plan told so that the case stands where it is wanted at one moment (演示案件推演)."""

from datetime import timedelta
from random import Random

from incidents.actions.demo.plan import PUBLIC_SOURCES, Plan
from incidents.actions.demo.story import Story
from incidents.actions.demo.teller import Setting, Teller
from incidents.models import Source
from incidents.workflow import OPEN

TRIES = 12
SLACK = timedelta(seconds=90)


def told(plan: Plan, setting: Setting) -> Story:
    """The case, begun so that it stands where the plan wants it at the setting's moment. Nothing lies in the future."""
    lot = Random(f"{plan.seed}:scene")  # noqa: S311
    phone = plan.source in PUBLIC_SOURCES or plan.source == Source.GRID_WORKER
    scene = setting.scenery.scene(mix=setting.mix, lot=lot, exact=not plan.rough, phone=phone, grid=plan.grid)
    start, teller = plan.start, Teller(plan, setting, scene, plan.start)
    for _try in range(TRIES):
        teller = Teller(plan, setting, scene, start)
        gap = setting.now - teller.tell()
        if gap >= timedelta(0) and (plan.goal not in OPEN or gap <= SLACK):
            return teller.story
        start += gap - timedelta(seconds=1)
    while teller.story.last_at > setting.now:
        start -= timedelta(hours=12)
        teller = Teller(plan, setting, scene, start)
        teller.tell()
    return teller.story
