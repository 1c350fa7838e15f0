"""The ground floor: who may do what, and the record."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GovernanceConfig(AppConfig):
    """Units, posts, policy and the ledger (治理)."""

    name = "governance"
    verbose_name = _("治理")

    def ready(self) -> None:
        """Register the system checks, the rules and the words of the record."""
        from governance import checks, words  # noqa: F401, PLC0415  (checks register by being imported)
        from governance.access import rules  # noqa: F401, PLC0415
        from governance.notices import rules as notice_rules  # noqa: F401, PLC0415
        from governance.notices.events import declare  # noqa: PLC0415

        words.declare()
        declare("phone.code", _("手机验证码"), code=_("验证码"))
