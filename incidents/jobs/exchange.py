"""The timer of the exchange with other cities (往来定时任务)."""

from django.utils import timezone
from procrastinate.contrib.django import app

from governance.access.actor import SYSTEM_ACTOR
from incidents.actions.exchange import sync_peer
from incidents.models import Peer


@app.periodic(cron="41 * * * *")
@app.task(name="open311.exchange", queueing_lock="open311.exchange")
def exchange(timestamp: int) -> None:  # noqa: ARG001  (the timer's own moment)
    """A round with each of the other cities' servers."""
    for peer in Peer.objects.filter(ended_at__isnull=True):
        sync_peer(actor=SYSTEM_ACTOR, peer=peer, at=timezone.now())
