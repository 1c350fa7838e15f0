"""The job that forgets sessions that are over (清理登录会话)."""

from procrastinate.contrib.django import app

from governance.access.sessions.store import SessionStore
from governance.notices.actions.deferring import QUEUE


@app.periodic(cron="25 19 * * *")  # 3:25 in Shanghai: the timer counts in UTC
@app.task(name="sessions.forget", queue=QUEUE, queueing_lock="sessions.forget")
def forget(timestamp: int) -> None:  # noqa: ARG001  (the timer's own moment)
    """Delete what expired."""
    SessionStore.clear_expired()
