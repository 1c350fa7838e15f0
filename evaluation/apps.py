"""The evaluation app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EvaluationConfig(AppConfig):
    """How well it went: indicators, statistics, the command centre (考核)."""

    name = "evaluation"
    verbose_name = _("考核")

    def ready(self) -> None:
        """Register the rules and the words of the record."""
        from evaluation import rules, screen_rules, words  # noqa: F401, PLC0415  (rules register by being imported)
        from governance.ledger.words import declare_words  # noqa: PLC0415  (models are ready only now)

        declare_words(verbs=words.VERBS, kinds=words.KINDS)
