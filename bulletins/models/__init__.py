"""The tables of what the office tells residents and asks them."""

from bulletins.models.alerts import Acknowledgement, Alert, Certainty, MessageKind, Severity, Theme, Urgency
from bulletins.models.bulletins import Bulletin, BulletinKind, Picture
from bulletins.models.consultations import Comment, Consultation, Paragraph
from bulletins.models.facilities import Facility, FacilityKind, Rating, Wish
from bulletins.models.moderation import Moderated

__all__ = [
    "Acknowledgement",
    "Alert",
    "Bulletin",
    "BulletinKind",
    "Certainty",
    "Comment",
    "Consultation",
    "Facility",
    "FacilityKind",
    "MessageKind",
    "Moderated",
    "Paragraph",
    "Picture",
    "Rating",
    "Severity",
    "Theme",
    "Urgency",
    "Wish",
]
