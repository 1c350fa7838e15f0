"""The writers of patrols (巡查): points, walks with their tracks, check-ins, and their deletion."""

from grids.actions.patrols.check_ins import Shown, check_in
from grids.actions.patrols.expiry import expire_tracks
from grids.actions.patrols.points import end_point, plan_point
from grids.actions.patrols.walking import Fix, keep_track, start_patrol, stop_patrol

__all__ = ["Fix", "Shown", "check_in", "end_point", "expire_tracks", "keep_track", "plan_point", "start_patrol", "stop_patrol"]
