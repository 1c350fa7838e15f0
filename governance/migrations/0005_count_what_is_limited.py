"""Counters of what is limited."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('governance', '0004_notices_and_their_deliveries'),
    ]

    operations = [
        migrations.CreateModel(
            name='Allowance',
            fields=[
                ('key', models.BinaryField(max_length=32, primary_key=True, serialize=False)),
                ('window', models.DateTimeField()),
                ('count', models.PositiveIntegerField()),
            ],
            options={
                'verbose_name': '限次',
                'indexes': [models.Index(models.F('window'), name='allowance_by_window')],
                'constraints': [models.CheckConstraint(condition=models.Q(('count__gt', 0)), name='allowance_counts_from_one')],
            },
        ),
    ]
