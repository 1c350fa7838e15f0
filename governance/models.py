"""The tables of this app, gathered for Django."""

from governance.access.models import Leave, Post, Token, Unit, User
from governance.access.second_factor.models import SecondFactor
from governance.ledger.models import Entry, Head
from governance.limits.models import Allowance
from governance.notices.models import Address, Delivery, Notice, Template

__all__ = [
    "Address",
    "Allowance",
    "Delivery",
    "Entry",
    "Head",
    "Leave",
    "Notice",
    "Post",
    "SecondFactor",
    "Template",
    "Token",
    "Unit",
    "User",
]
