"""What the worker finds (后台任务): procrastinate looks for this name in each app."""

from governance.notices import jobs

__all__ = ["jobs"]
