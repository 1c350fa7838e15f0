"""The figures of an area as a screen shows them (大屏数据): one JSON, kept for some seconds for all who look."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import orjson
from django.core.cache import cache
from django.utils.translation import get_language

from evaluation.queries.screen.crew import crew
from evaluation.queries.screen.days import Day, Days, days_of, span_of
from evaluation.queries.screen.events import events
from evaluation.queries.screen.hotspots import hot_spots
from evaluation.queries.screen.levels import NAMES, Rung, rung_of
from evaluation.queries.screen.now import Standing, by_area, by_state, standing
from evaluation.web.screen.words import event_card, named_shares, short_name, spot_card, stage_cards
from governance.codes import Level
from grids import queries as grids
from incidents.models import Source
from incidents.queries import reference
from incidents.wording import stamp

FRESH_SECONDS = 5
TOP = 8


def figures(*, code: str, at: datetime) -> bytes:
    """The JSON, made at most every FRESH_SECONDS for each area and language, by a fixed number of statements."""
    key = f"screen:{code}:{get_language()}"
    kept: bytes | None = cache.get(key)
    if kept is None:
        kept = orjson.dumps(_figures(rung_of(code), at), default=str)
        cache.set(key, kept, FRESH_SECONDS)
    return kept


def _figures(rung: Rung, at: datetime) -> dict[str, Any]:
    code, span = rung.code, span_of(at=at)
    days, now = days_of(code=code, children=rung.children, at=at), standing(within=code, digits=int(rung.fill), at=at)
    own = days.get(code, {})
    summed = _sum(own.values())
    waiting, overdue = by_state(now.open), by_state(now.overdue)
    categories = reference.categories()
    return {
        "at": stamp(at),
        "code": code,
        "name": short_name(grids.full_name(code)),
        "level": NAMES[rung.level],
        "crew": crew(within=code, at=at),
        "tiles": _tiles(own.get(span[-1], Day()), summed, sum(waiting.values()), sum(overdue.values())),
        "trend": _trend(own, span),
        "categories": named_shares(summed.shares.get("category", {}), {str(pk): one for pk, one in categories.items()})[:TOP],
        "sources": [[str(Source(key).label), count] for key, count in _largest(summed.shares.get("source", {}))],
        "hours": [summed.shares.get("hour", {}).get(str(hour), 0) for hour in range(24)],
        "stages": stage_cards(summed.shares.get("stage", {}), waiting, overdue),
        "ranking": _ranking(rung, days, now),
        "events": [event_card(one, categories) for one in events(within=code)],
        "spots": [spot_card(one) for one in hot_spots(within=code)],
        "areas": by_area(now.open, int(rung.fill)),
        "late": by_area(now.overdue, int(rung.fill)),
    }


def _tiles(today: Day, summed: Day, waiting: int, overdue: int) -> dict[str, Any]:
    marks = summed.shares.get("rating", {})
    given = sum(marks.values())
    mean = sum(int(mark) * count for mark, count in marks.items()) / given if given else None
    return {
        "came": today.came,
        "closed": today.closed,
        "in_time": {"n": summed.in_time, "of": summed.in_time + summed.late},
        "open": waiting,
        "overdue": overdue,
        "pleased": {"mean": mean, "of": given},
    }


def _trend(own: dict[date, Day], span: Sequence[date]) -> dict[str, list[Any]]:
    whole = span[:-1]  # today is not over: its line would always fall
    days = [own.get(day, Day()) for day in whole]
    return {"days": [day.isoformat() for day in whole], "came": [day.came for day in days], "closed": [day.closed for day in days]}


def _ranking(rung: Rung, days: Days, now: Standing) -> list[dict[str, Any]]:
    """The children by how much was in time; whoever closed nothing that can be judged comes last."""
    if rung.children is None:
        return []
    digits = int(rung.children)
    waiting, overdue = by_area(now.open, digits), by_area(now.overdue, digits)
    known = {one for one in (*days, *waiting) if len(one) == digits} | set(_children(rung))
    called = grids.names(known)
    rows = []
    for child in known:
        summed = _sum(days.get(child, {}).values())
        judged = summed.in_time + summed.late
        card = {"code": child, "name": short_name(called[child]), "came": summed.came, "n": summed.in_time, "of": judged}
        rows.append(card | {"open": waiting.get(child, 0), "overdue": overdue.get(child, 0)})
    return sorted(rows, key=lambda row: (row["of"] == 0, -row["n"] / max(row["of"], 1), -row["of"], row["code"]))


def _children(rung: Rung) -> list[str]:
    if rung.children is None:
        return []
    if rung.children <= Level.COMMUNITY:
        return [one.code for one in grids.divisions_in(code=rung.code, level=rung.children)]
    return list(grids.current_grids().filter(code__startswith=rung.code).values_list("code", flat=True))


def _sum(days: Any) -> Day:
    """Several days as one."""
    total = Day()
    for day in days:
        total.came, total.closed = total.came + day.came, total.closed + day.closed
        total.in_time, total.late = total.in_time + day.in_time, total.late + day.late
        for measure, shares in day.shares.items():
            kept = total.shares.setdefault(measure, {})
            for key, value in shares.items():
                kept[key] = _plus(kept.get(key), value)
    return total


def _plus(one: Any, other: Any) -> Any:
    if one is None:
        return other
    return [a + b for a, b in zip(one, other, strict=True)] if isinstance(other, list) else one + other


def _largest(shares: dict[str, int]) -> list[tuple[str, int]]:
    return sorted(shares.items(), key=lambda one: (-one[1], one[0]))
