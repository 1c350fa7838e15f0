"""The vault's tables: sealed records, and the keyed indexes that find them (保险库)."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from residents.models.people import Resident


class Sealed(models.Model):
    """What is known of a person: one sealed record for each class, and the person's own key, wrapped (封存记录).

    Without `wrapped_key` the records can never be opened again: that is erasure.
    """

    resident = models.OneToOneField(Resident, models.CASCADE, primary_key=True, db_constraint=False, related_name="sealed")
    wrapped_key = models.BinaryField(null=True)
    identity = models.BinaryField(null=True)
    general = models.BinaryField(null=True)
    sensitive = models.BinaryField(null=True)

    class Meta:
        verbose_name = _("封存记录")


class Locator(models.Model):
    """The blind indexes of a person (盲索引): exact ones of number and phones, fragments of name and address."""

    resident = models.OneToOneField(Resident, models.CASCADE, primary_key=True, db_constraint=False, related_name="locator")
    code = models.CharField(max_length=15, db_collation="C")
    key_number = models.PositiveSmallIntegerField()
    number = models.BinaryField(max_length=17, null=True)
    phone = models.BinaryField(max_length=17, null=True)
    phone2 = models.BinaryField(max_length=17, null=True)
    likeness = models.BinaryField(max_length=17, null=True)
    name_grams = ArrayField(models.IntegerField(), default=list)
    address_grams = ArrayField(models.IntegerField(), default=list)

    class Meta:
        verbose_name = _("盲索引")
        constraints: ClassVar = [models.UniqueConstraint(fields=["number"], name="one_person_per_number")]
        indexes: ClassVar = [
            models.Index(fields=["code", "resident"], name="locator_in_code"),
            models.Index(fields=["phone"], name="locator_phone"),
            models.Index(fields=["phone2"], name="locator_phone2", condition=Q(phone2__isnull=False)),
            models.Index(fields=["likeness"], name="locator_likeness", condition=Q(likeness__isnull=False)),
            GinIndex(fields=["name_grams"], name="locator_name"),
            GinIndex(fields=["address_grams"], name="locator_address"),
        ]
