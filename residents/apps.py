"""The residents app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ResidentsConfig(AppConfig):
    """People, households, enterprises (人口)."""

    name = "residents"
    verbose_name = _("人口")

    def ready(self) -> None:
        """Register the rules, the system checks, the words of the record and the events that are told."""
        from governance.ledger.words import declare_words  # noqa: PLC0415  (models are ready only now)
        from residents import checks, rules, words  # noqa: F401, PLC0415  (checks and rules register by being imported)
        from residents.actions.own import declare_events  # noqa: PLC0415

        declare_words(verbs=words.VERBS, kinds=words.KINDS)
        declare_events()
