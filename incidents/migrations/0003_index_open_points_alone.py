"""The index of open points holds open points alone: Django's schema editor for PostGIS leaves out the condition of a GiST index."""

from typing import ClassVar

from django.db import migrations

NAME = "incident_open_point"
OPEN = "'checked', 'checking', 'dispatched', 'fed_back', 'filed', 'handling', 'reported', 'verifying'"
FORWARD = f"""
DROP INDEX {NAME};
CREATE INDEX {NAME} ON incidents_incident USING gist (point) WHERE state IN ({OPEN}) AND point IS NOT NULL;
"""
BACKWARD = f"""
DROP INDEX {NAME};
CREATE INDEX {NAME} ON incidents_incident USING gist (point);
"""


class Migration(migrations.Migration):
    """Index of open points."""

    dependencies: ClassVar = [("incidents", "0002_number_cases_and_keep_tallies")]
    operations: ClassVar = [migrations.RunSQL(FORWARD, BACKWARD)]
