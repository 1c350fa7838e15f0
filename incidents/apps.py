"""The incidents app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IncidentsConfig(AppConfig):
    """What happens: cases from report to close (事件)."""

    name = "incidents"
    verbose_name = _("事件")

    def ready(self) -> None:
        """Register the rules."""
        from incidents import rules  # noqa: F401, PLC0415  (registers by being imported)
