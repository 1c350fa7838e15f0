"""Cases between cities (往来案件): take theirs, give them ours, tell each other what happened. Twice is once."""

from incidents.actions.exchange.peers import add_peer, end_peer
from incidents.actions.exchange.sending import send_case
from incidents.actions.exchange.syncing import Synced, sync_peer

__all__ = ["Synced", "add_peer", "end_peer", "send_case", "sync_peer"]
