"""The incidents app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IncidentsConfig(AppConfig):
    """What happens: cases from report to close (事件)."""

    name = "incidents"
    verbose_name = _("事件")

    def ready(self) -> None:
        """Register the rules, and that open cases follow a redraw of grids."""
        from grids.actions import on_redraw  # noqa: PLC0415  (models are ready only now)
        from incidents import rules, words  # noqa: F401, PLC0415  (rules register by being imported)
        from incidents.actions.follow import follow_grids  # noqa: PLC0415
        from incidents.notices import declare_events  # noqa: PLC0415

        words.declare()
        on_redraw(follow_grids)
        declare_events()
