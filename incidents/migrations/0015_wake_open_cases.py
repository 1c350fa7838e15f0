"""Open cases from before the alarms are looked at when their deadline comes."""

from typing import ClassVar

from django.db import migrations

WAKE = """
UPDATE incidents_incident SET wake_at = due_at
WHERE wake_at IS NULL AND due_at IS NOT NULL
  AND state IN ('reported', 'verifying', 'filed', 'dispatched', 'handling', 'fed_back', 'checking', 'checked')
"""


class Migration(migrations.Migration):
    """One update of the open ones."""

    dependencies: ClassVar = [("incidents", "0014_subscribe_to_an_area_or_a_circle")]
    operations: ClassVar = [migrations.RunSQL(WAKE, migrations.RunSQL.noop)]
