"""Figures that were kept before parts of split cases stopped to count as reports: all cases are told anew, past days are counted anew."""

from typing import ClassVar

from django.db import migrations

FORWARD = """
UPDATE evaluation_cursor SET seq = 0 WHERE purpose = 'figures';
DELETE FROM evaluation_dayfigures;
"""


class Migration(migrations.Migration):
    """`keep_figures` reads the record from its beginning once more; until `keep_days` ran, screens count the days themselves."""

    dependencies: ClassVar = [("evaluation", "0004_weights_hold_from_a_month_on")]

    operations: ClassVar = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop)]
