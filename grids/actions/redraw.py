"""What every change of the grids in force has in common (网格变更): end, open, count up, and all that follows.

Cases belong to another app, so whoever holds cases, posts or anything else under grid codes registers a follower here
when the program starts. It is called inside the transaction of the redraw: either everything follows or nothing happens.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.contrib.gis.geos import MultiPolygon
from django.db.models import Max
from django.utils.translation import gettext as _

from governance.access.actor import Actor
from governance.access.models import Post
from governance.errors import Conflict
from grids.actions.editions import raise_edition
from grids.actions.staging import executed
from grids.models import Grid, Layer, Publication
from grids.queries.holding import hold_map_alone
from grids.queries.versions import current_grids


class Follower(Protocol):
    """Moves what stands on codes that a redraw ended or gave another shape.

    old    each such code, and where on it things go that have no position: the one grid that took over all its ground,
           else its community. Besides grids it names communities that have grids now for the first time (there the
           value is the community itself): a thing with a position may find its grid now.
    new    the grids that were opened, as (code, area in SRID 4326), by code.
    actor, at   of the redraw.

    Called when the new grids are stored and in force, so `grids.queries.covering("point")` and `locate` answer with them.
    It must leave nothing open on a code of `old` that is not in force any more, move by position (a border belongs to
    the lowest code), record its own ledger entries, and return how many things it moved. It may refuse by raising:
    then the redraw does not happen. It must not commit.
    """

    def __call__(self, *, old: Mapping[str, str], new: Sequence[tuple[str, MultiPolygon]], actor: Actor, at: datetime) -> int:
        """Move, and say how many."""


_followers: list[Follower] = []


def on_redraw(follower: Follower) -> Follower:
    """Register a follower, once; `AppConfig.ready` calls this. Gives it back, so it serves as a decorator."""
    if follower not in _followers:
        _followers.append(follower)
    return follower


@dataclass(frozen=True, slots=True)
class Redrawn:
    """What a redraw did. `moved` counts what followers moved; `posts` are posts that stand on a code no longer in force."""

    district: str
    version: int
    ended: tuple[str, ...]
    opened: tuple[str, ...]
    moved: int
    buildings: int
    posts: tuple[tuple[int, str, str], ...]

    def remarks(self) -> tuple[str, ...]:
        """What somebody must do now."""
        codes = "、".join(sorted({code for _user, _role, code in self.posts}))
        return (
            (_("%(count)d 个岗位仍在已停用的网格 %(codes)s，请重新授岗。") % {"count": len(self.posts), "codes": codes},)
            if self.posts
            else ()
        )


def redraw(
    *, actor: Actor, at: datetime, district: str, ending: Sequence[Grid], opening: Sequence[Grid], old: Mapping[str, str]
) -> Redrawn:
    """End these versions and open those, in the caller's transaction, and let everything follow. Records nothing itself.

    `opening` are drafts or rows not yet stored. Once they are stored and the database agrees that none overlap, the map
    is held alone: cases that are being filed are waited for, so that none can come to stand on an ended grid, and the
    next ones wait for the commit. Refuses Conflict when a version would end before it began.
    """
    late = [grid.code for grid in ending if grid.valid_from is not None and grid.valid_from >= at]
    if late:
        raise Conflict(_("网格 %(code)s 的启用时间不早于本次变更。") % {"code": late[0]}, codes=late)
    Grid.objects.filter(pk__in=[grid.pk for grid in ending]).update(valid_to=at)
    Grid.objects.filter(pk__in=[grid.pk for grid in opening if grid.pk]).update(valid_from=at)
    fresh = [grid for grid in opening if not grid.pk]
    for grid in fresh:
        grid.valid_from = at
    Grid.objects.bulk_create(fresh)
    executed("SET CONSTRAINTS published_grids_do_not_overlap IMMEDIATE")
    executed("SET CONSTRAINTS published_grids_do_not_overlap DEFERRED")
    hold_map_alone()
    version = _published(district, at)
    new = sorted(((grid.code, grid.area) for grid in opening), key=lambda pair: pair[0])
    moved = sum(follower(old=old, new=new, actor=actor, at=at) for follower in _followers)
    gone = tuple(sorted({grid.code for grid in ending} - {code for code, _area in new}))
    buildings = _buildings_follow([*old, *(code for code, _area in new)])
    if buildings:
        raise_edition(Layer.BUILDINGS, at=at)
    return Redrawn(district, version, gone, tuple(code for code, _area in new), moved, buildings, _posts_on(gone, at))


def _published(district: str, at: datetime) -> int:
    last = Publication.objects.filter(district=district).aggregate(last=Max("version"))["last"] or 0
    in_force = current_grids().filter(code__startswith=district).count()
    Publication.objects.create(district=district, version=last + 1, at=at, grids=in_force)
    raise_edition(Layer.GRIDS, at=at)
    return last + 1


FOLLOW = """
UPDATE grids_building b SET grid_code = found.code FROM (
  SELECT k.id, coalesce((SELECT g.code FROM grids_grid g WHERE g.valid_from IS NOT NULL AND g.valid_to IS NULL
      AND ST_Covers(g.area, ST_PointOnSurface(k.footprint)) ORDER BY g.code LIMIT 1), '') AS code
  FROM grids_building k
  WHERE k.grid_code = ANY(%(codes)s) OR (k.grid_code = '' AND EXISTS (
    SELECT FROM grids_grid g WHERE g.code = ANY(%(codes)s) AND g.valid_from IS NOT NULL AND g.valid_to IS NULL AND g.area && k.footprint))
) found WHERE b.id = found.id AND b.grid_code <> found.code
"""


def _buildings_follow(codes: Sequence[str]) -> int:
    """Set the buildings of these grids, and those without a grid, into the grid in force that holds them."""
    return executed(FOLLOW, {"codes": list(codes)})


def _posts_on(codes: Sequence[str], at: datetime) -> tuple[tuple[int, str, str], ...]:
    """Posts held at codes that ended: somebody with the right to grant must give these people new ones."""
    held = Post.objects.filter(code__in=codes, starts_at__lte=at).exclude(ends_at__lte=at).order_by("code", "user_id")
    return tuple(held.values_list("user_id", "role", "code"))
