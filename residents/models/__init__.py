"""Tables of the register (人口库). Only the rooms of this app may import them."""

from residents.models.declared import DeclaredField
from residents.models.enterprises import Enterprise, Inspection, Licence
from residents.models.exports import ExportRequest
from residents.models.imports import ImportRun, Refusal, StagedRow
from residents.models.looks import Look
from residents.models.people import Household, Residence, Resident
from residents.models.rights import Consent, Doubt, Erasure
from residents.models.spots import SpotCheck
from residents.models.vault import Locator, Sealed
from residents.models.visits import Errand, Visit, VisitKind, VisitPlan

__all__ = [
    "Consent", "DeclaredField", "Doubt", "Enterprise", "Erasure", "Errand", "ExportRequest", "Household", "ImportRun", "Inspection",
    "Licence", "Locator", "Look", "Refusal", "Residence", "Resident", "Sealed", "SpotCheck", "StagedRow", "Visit", "VisitKind", "VisitPlan",
]  # fmt: skip
