"""What the worker finds in this app (后台任务): procrastinate looks for this name in each app."""

from incidents.jobs import digest, learning, passing

__all__ = ["digest", "learning", "passing"]
