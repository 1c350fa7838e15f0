"""The writers of notices: telling, sending, addresses, templates."""

from governance.notices.actions.addresses import add_address, end_address
from governance.notices.actions.sending import deliver, retake, retry_delivery, settle_delivery
from governance.notices.actions.spreading import purge_notices, spread_notice
from governance.notices.actions.telling import notify
from governance.notices.actions.templates import change_template, load_notice_templates

__all__ = [
    "add_address",
    "change_template",
    "deliver",
    "end_address",
    "load_notice_templates",
    "notify",
    "purge_notices",
    "retake",
    "retry_delivery",
    "settle_delivery",
    "spread_notice",
]
