"""Tables of the register (人口库). Only the rooms of this app may import them."""

from residents.models.accounts import Agreement, Assessment, SavedView
from residents.models.declared import DeclaredField
from residents.models.duplicates import Likeness, Merger
from residents.models.enterprises import Enterprise, EnterpriseDoubt, Inspection, Licence
from residents.models.exports import ExportRequest
from residents.models.imports import ImportRun, KeptFile, Refusal, StagedRow
from residents.models.looks import Look
from residents.models.people import Household, Residence, Resident
from residents.models.reports import SelfReport
from residents.models.rights import Consent, Doubt, Erasure, ErasureRequest
from residents.models.spots import SpotCheck
from residents.models.tasks import CaptainLink, ChangeTask, HomeNote
from residents.models.vault import Locator, Sealed
from residents.models.visits import Errand, Visit, VisitKind, VisitPlan

__all__ = [
    "Agreement", "Assessment", "CaptainLink", "ChangeTask", "Consent", "DeclaredField", "Doubt", "Enterprise",
    "EnterpriseDoubt", "Erasure", "ErasureRequest", "Errand", "ExportRequest", "HomeNote", "Household", "ImportRun",
    "Inspection", "KeptFile", "Licence", "Likeness", "Locator", "Look", "Merger", "Refusal", "Residence", "Resident",
    "SavedView", "Sealed", "SelfReport", "SpotCheck", "StagedRow", "Visit", "VisitKind", "VisitPlan",
]  # fmt: skip
