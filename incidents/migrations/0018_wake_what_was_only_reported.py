"""Cases that were reported and not touched since are looked at when their deadline comes, as those of 0015 are."""

from typing import ClassVar

from django.db import migrations

WAKE = """
UPDATE incidents_incident SET wake_at = due_at WHERE wake_at IS NULL AND due_at IS NOT NULL AND state = 'reported'
"""


class Migration(migrations.Migration):
    """One update of the reported ones."""

    dependencies: ClassVar = [("incidents", "0017_count_overdue_from_the_index")]
    operations: ClassVar = [migrations.RunSQL(WAKE, migrations.RunSQL.noop)]
