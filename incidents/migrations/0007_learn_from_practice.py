"""What the office's practice taught, and which categories may be dispatched because of it."""

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Measured precision and permissions."""

    dependencies: ClassVar = [
        ("incidents", "0006_hand_tasks_over_to_a_colleague"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="LearnedPrecision",
            fields=[
                (
                    "category",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="incidents.category",
                        verbose_name="类别",
                    ),
                ),
                ("asked", models.PositiveIntegerField(verbose_name="测试案件数")),
                ("sure", models.PositiveIntegerField(verbose_name="有把握的案件数")),
                ("right", models.PositiveIntegerField(verbose_name="其中正确的案件数")),
                ("model", models.CharField(max_length=16, verbose_name="模型")),
                ("measured_at", models.DateTimeField(verbose_name="测量时间")),
            ],
            options={
                "verbose_name": "学习建议准确率",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("right__lte", models.F("sure")), ("sure__lte", models.F("asked"))),
                        name="learned_precision_adds_up",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AutoDispatch",
            fields=[
                (
                    "category",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="incidents.category",
                        verbose_name="类别",
                    ),
                ),
                ("min_precision", models.FloatField(verbose_name="最低准确率")),
                ("allowed_at", models.DateTimeField(verbose_name="批准时间")),
                (
                    "allowed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="批准人"
                    ),
                ),
            ],
            options={
                "verbose_name": "自动派遣许可",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("min_precision__gte", 0.5), ("min_precision__lte", 1)), name="auto_dispatch_is_mostly_right"
                    )
                ],
            },
        ),
    ]
