"""Editions of layers, and what a division, a grid version, a building and a publication may be."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("grids", "0001_divisions_grids_buildings_and_dwellings"),
        ("governance", "0001_users_units_posts_and_ledger"),  # brings btree_gist
    ]

    operations = [
        migrations.CreateModel(
            name="Edition",
            fields=[
                (
                    "layer",
                    models.CharField(
                        choices=[("divisions", "行政区划"), ("grids", "网格"), ("buildings", "楼栋")],
                        max_length=12,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("stamp", models.UUIDField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "图层版次",
            },
        ),
        migrations.AddConstraint(
            model_name="building",
            constraint=models.CheckConstraint(condition=models.Q(("code", ""), _negated=True), name="building_has_a_code"),
        ),
        migrations.AddConstraint(
            model_name="building",
            constraint=models.CheckConstraint(
                condition=models.Q(("grid_code__regex", "^(\\d{15})?$")), name="building_grid_is_a_grid_code"
            ),
        ),
        migrations.AddConstraint(
            model_name="building",
            constraint=models.CheckConstraint(
                condition=models.Q(("use__in", ["residential", "shop", "office", "factory", "school", "hospital", "public", "other"])),
                name="building_use_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="building",
            constraint=models.CheckConstraint(
                condition=models.Q(("height_m__isnull", True), ("height_m__gt", 0), _connector="OR"), name="building_has_some_height"
            ),
        ),
        migrations.AddConstraint(
            model_name="division",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("parent__isnull", True),
                    models.Q(("code__startswith", models.F("parent_id")), models.Q(("code", models.F("parent_id")), _negated=True)),
                    _connector="OR",
                ),
                name="division_lies_in_its_parent",
            ),
        ),
        migrations.AddConstraint(
            model_name="grid",
            constraint=models.CheckConstraint(
                condition=models.Q(("community_id", django.db.models.functions.Substr("code", 1, 12))), name="grid_belongs_to_a_community"
            ),
        ),
        migrations.AddConstraint(
            model_name="grid",
            constraint=models.CheckConstraint(condition=models.Q(("kind__in", ["general", "exclusive"])), name="grid_kind_is_known"),
        ),
        migrations.AddConstraint(
            model_name="grid",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_to__isnull", True), ("valid_from__isnull", False), _connector="OR"), name="draft_grid_has_no_end"
            ),
        ),
        migrations.AddConstraint(
            model_name="grid",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("valid_from__isnull", False)),
                expressions=[
                    ("code", "="),
                    (
                        models.Func(
                            "valid_from",
                            "valid_to",
                            django.contrib.postgres.fields.ranges.RangeBoundary(),
                            function="TSTZRANGE",
                            output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField(),
                        ),
                        "&&",
                    ),
                ],
                name="one_grid_version_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="publication",
            constraint=models.CheckConstraint(condition=models.Q(("version__gt", 0), ("grids__gte", 0)), name="publication_counts_up"),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.CheckConstraint(
                condition=models.Q(("layer__in", ["divisions", "grids", "buildings"])), name="edition_layer_is_known"
            ),
        ),
    ]
