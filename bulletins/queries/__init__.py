"""What residents may read (公告查询), and what the office looks at."""

from bulletins.queries.alerts import active_alerts, alert_by_id, alert_progress, alerts_for_staff, alerts_touching
from bulletins.queries.bulletins import bulletin_by_id, drafts_for, latest_bulletins, published_bulletins
from bulletins.queries.consultations import consultation_by_id, consultations_in, open_consultations, shown_comments
from bulletins.queries.facilities import facilities_in, facility_by_id, wishes_by_area
from bulletins.queries.waiting import waiting_texts

__all__ = [
    "active_alerts",
    "alert_by_id",
    "alert_progress",
    "alerts_for_staff",
    "alerts_touching",
    "bulletin_by_id",
    "consultation_by_id",
    "consultations_in",
    "drafts_for",
    "facilities_in",
    "facility_by_id",
    "latest_bulletins",
    "open_consultations",
    "published_bulletins",
    "shown_comments",
    "waiting_texts",
    "wishes_by_area",
]
