"""Learning from the office's own cases, and what an administrator allows because of it (学习与自动派遣)."""

from incidents.actions.learning.allowing import allow_auto_dispatch, end_auto_dispatch
from incidents.actions.learning.dispatching import dispatch_allowed
from incidents.actions.learning.retraining import Retrained, retrain

__all__ = ["Retrained", "allow_auto_dispatch", "dispatch_allowed", "end_auto_dispatch", "retrain"]
