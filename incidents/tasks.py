"""What the worker finds in this app (后台任务): procrastinate looks for this name in each app."""

from incidents.jobs import digest, exchange, learning, passing, publishing

__all__ = ["digest", "exchange", "learning", "passing", "publishing"]
