"""What somebody keeps to use again: views of the board, sentences (常用视图、常用语)."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class PresetKind(models.TextChoices):
    """A view of the board, or a sentence for the form of a step."""

    VIEW = "view", _("视图")
    SENTENCE = "sentence", _("常用语")


class Preset(models.Model):
    """One of them (预设). `topic` is the verb of a sentence, empty for a view; `body` the sentence or the board's query string."""

    user = models.ForeignKey("governance.User", models.CASCADE, related_name="+", verbose_name=_("用户"))
    kind = models.CharField(_("种类"), max_length=8, choices=PresetKind.choices)
    topic = models.CharField(_("环节"), max_length=32, blank=True)
    name = models.CharField(_("名称"), max_length=40)
    body = models.CharField(_("内容"), max_length=1500)

    class Meta:
        verbose_name = _("预设")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "kind", "topic", "name"], name="one_preset_per_name"),
            models.CheckConstraint(condition=models.Q(kind__in=PresetKind.values), name="preset_kind_is_known"),
        ]

    def __str__(self) -> str:
        return self.name
