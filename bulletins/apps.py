"""The bulletins app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BulletinsConfig(AppConfig):
    """What the office tells residents and asks them (公告)."""

    name = "bulletins"
    verbose_name = _("公告")

    def ready(self) -> None:
        """Register the rules and the words of the record."""
        from bulletins import rules, words  # noqa: F401, PLC0415  (rules register by being imported)
        from bulletins.actions.telling import declare_events  # noqa: PLC0415
        from governance.ledger.words import declare_words  # noqa: PLC0415  (models are ready only now)

        declare_words(verbs=words.VERBS, kinds=words.KINDS)
        declare_events()
