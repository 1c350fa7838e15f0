"""The one door for personal data (披露): who asks, for what purpose, about whom; masked by default, every look recorded."""

from residents.disclosure.cards import Card, Shown
from residents.disclosure.door import Looking, disclose
from residents.disclosure.quota import used_today

__all__ = ["Card", "Looking", "Shown", "disclose", "used_today"]
