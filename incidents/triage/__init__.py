"""Whom to propose (派遣建议). It only proposes; a dispatcher decides."""

from incidents.triage.rules import Proposal, propose

__all__ = ["Proposal", "propose"]
