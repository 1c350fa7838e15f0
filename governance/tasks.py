"""What the worker finds (后台任务): procrastinate looks for this name in each app."""

from governance.access.sessions import jobs as sessions
from governance.notices import jobs as notices

__all__ = ["notices", "sessions"]
