"""Weights, steps and grades that hold from a month on; none may begin in a month that was closed."""

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

FORWARD = """
CREATE FUNCTION scale_spares_closed_months() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM evaluation_closing WHERE month COLLATE "C" >= CASE WHEN TG_OP = 'INSERT' THEN NEW.since
      WHEN TG_OP = 'DELETE' THEN OLD.since ELSE least(OLD.since, NEW.since) END) THEN
    RAISE EXCEPTION 'a closed month keeps its weights' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER scale_spares_closed_months BEFORE INSERT OR UPDATE OR DELETE ON evaluation_scale
  FOR EACH ROW EXECUTE FUNCTION scale_spares_closed_months();
"""
BACKWARD = """
DROP TRIGGER scale_spares_closed_months ON evaluation_scale;
DROP FUNCTION scale_spares_closed_months();
"""


class Migration(migrations.Migration):
    """The table and its trigger."""

    dependencies: ClassVar = [
        ("evaluation", "0003_screens_and_hot_spots"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations: ClassVar = [
        migrations.CreateModel(
            name="Scale",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.CharField(db_collation="C", max_length=7, unique=True, verbose_name="自")),
                ("weights", models.JSONField(verbose_name="权重")),
                ("steps", models.JSONField(verbose_name="分档")),
                ("grades", models.JSONField(verbose_name="等级")),
                ("at", models.DateTimeField(verbose_name="设定时间")),
                (
                    "by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="设定人"
                    ),
                ),
            ],
            options={"verbose_name": "评分标准"},
        ),
        migrations.AddConstraint(
            model_name="scale",
            constraint=models.CheckConstraint(condition=models.Q(since__regex="^\\d{4}-(0[1-9]|1[0-2])$"), name="scale_holds_from_a_month"),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
