"""The tables of this app, gathered for Django."""

from governance.access.models import Leave, Post, Token, Unit, User
from governance.access.second_factor.models import SecondFactor
from governance.access.sessions.models import Session
from governance.ledger.models import Entry, Head
from governance.limits.models import Allowance
from governance.notices.models import Address, Delivery, Notice, Template
from governance.proving.models import PhoneCode

__all__ = [
    "Address",
    "Allowance",
    "Delivery",
    "Entry",
    "Head",
    "Leave",
    "Notice",
    "PhoneCode",
    "Post",
    "SecondFactor",
    "Session",
    "Template",
    "Token",
    "Unit",
    "User",
]
