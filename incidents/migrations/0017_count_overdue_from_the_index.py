"""What is overdue in an area is counted from the index of deadlines alone: it also holds where a case stands and in which state."""

from django.db import migrations, models

OPEN = ['checked', 'checking', 'dispatched', 'fed_back', 'filed', 'handling', 'reported', 'suspended', 'verifying']


class Migration(migrations.Migration):

    dependencies = [
        ('incidents', '0016_see_what_was_sent_away'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='incident',
            name='incident_by_deadline',
        ),
        migrations.AddIndex(
            model_name='incident',
            index=models.Index(
                models.F('due_at'), condition=models.Q(('due_at__isnull', False), ('state__in', OPEN)), include=('code', 'state'),
                name='incident_by_deadline',
            ),
        ),
    ]
