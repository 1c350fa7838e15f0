"""The tables of what happens."""

from incidents.models.case import Incident, Nature, Placing, Source
from incidents.models.catalogue import Category, CategoryKind, Day, Responsibility, StageLimit, Standard
from incidents.models.conditions import AreaGrade, Blackout, CaseRule, Season, UnitHours
from incidents.models.learning import AutoDispatch, LearnedPrecision
from incidents.models.open311 import ApiKey, Exchange, Peer, Question, RemoteUpdate, Submission
from incidents.models.photo import Photo, Stage
from incidents.models.preset import Preset, PresetKind
from incidents.models.requests import UNDECIDED, Outcome, Part, Request, Wish
from incidents.models.showing import Adoption, Helper, MeToo, Showing
from incidents.models.subscription import Subscription
from incidents.models.talk import Message, Said, UrgeKind, Urging
from incidents.models.tally import Tally

__all__ = [
    "UNDECIDED",
    "Adoption",
    "ApiKey",
    "AreaGrade",
    "AutoDispatch",
    "Blackout",
    "CaseRule",
    "Category",
    "CategoryKind",
    "Day",
    "Exchange",
    "Helper",
    "Incident",
    "LearnedPrecision",
    "MeToo",
    "Message",
    "Nature",
    "Outcome",
    "Part",
    "Peer",
    "Photo",
    "Placing",
    "Preset",
    "PresetKind",
    "Question",
    "RemoteUpdate",
    "Request",
    "Responsibility",
    "Said",
    "Season",
    "Showing",
    "Source",
    "Stage",
    "StageLimit",
    "Standard",
    "Submission",
    "Subscription",
    "Tally",
    "UnitHours",
    "UrgeKind",
    "Urging",
    "Wish",
]
