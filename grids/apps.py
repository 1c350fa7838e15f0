"""The grids app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GridsConfig(AppConfig):
    """Divisions, grids, buildings (网格)."""

    name = "grids"
    verbose_name = _("网格")

    def ready(self) -> None:
        """Register the rules and the words of the record."""
        from governance.ledger.words import declare_words  # noqa: PLC0415  (models are ready only now)
        from grids import rules, words  # noqa: F401, PLC0415  (rules register by being imported)

        declare_words(verbs=words.VERBS, kinds=words.KINDS)
