"""Areas from which a case was sent away go on seeing it."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('incidents', '0015_wake_open_cases'),
    ]

    operations = [
        migrations.AddField(
            model_name='incident',
            name='former',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=15), blank=True, help_text='转出区域及上级：只可查看', null=True, size=None, verbose_name='曾在区域'),
        ),
        migrations.AddIndex(
            model_name='incident',
            index=django.contrib.postgres.indexes.GinIndex(condition=models.Q(('former__isnull', False)), fields=['former'], name='incident_by_former_area'),
        ),
    ]
