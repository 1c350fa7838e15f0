"""Something unusual in the demonstration (演示热点): a heap of rubbish that many report within a few days."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from incidents.actions.demo.mix import Mix
from incidents.actions.demo.plan import Plan
from incidents.models import Nature, Source
from incidents.workflow import State

KIND = ("event", "0110")
PLACES = ("440310006001001", "440310006001002", "440310006001003")
"""Neighbouring grids of 龙田街道; in the demonstration's history nothing else is bound to them."""
COUNT, SPAN = 18, timedelta(days=4)
LATELY = timedelta(hours=20)
"""The last of them came before this: a scan looks at whole days."""


def flare_plans(*, mix: Mix, seed: int, now: datetime) -> Iterator[Plan]:
    """Cases of one kind in a few grids of the last days; all are over, so that the queue stays as it is."""
    kind = next((one for one in mix.kinds if (one.kind, one.code) == KIND), mix.kinds[0])
    for number in range(COUNT):
        name = f"{seed}:flare:{number}"
        lot = Random(name)  # noqa: S311  (a demonstration's lot, no secret)
        yield Plan(
            seed=name,
            kind=kind,
            source=str(lot.choice((Source.WECHAT, Source.APP))),
            nature=str(Nature.COMPLAINT),
            goal=State.CLOSED,
            start=now - LATELY - lot.random() * SPAN,
            grid=lot.choice(PLACES),
        )
