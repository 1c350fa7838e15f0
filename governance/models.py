"""The tables of this app, gathered for Django."""

from governance.access.models import Post, Token, Unit, User
from governance.access.second_factor.models import SecondFactor
from governance.ledger.models import Entry, Head

__all__ = ["Entry", "Head", "Post", "SecondFactor", "Token", "Unit", "User"]
