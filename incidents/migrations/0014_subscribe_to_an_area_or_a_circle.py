"""Who wants to hear of an area or a circle."""

import django.contrib.gis.db.models.fields
import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('incidents', '0013_keep_views_and_sentences'),
    ]

    operations = [
        migrations.CreateModel(
            name='Subscription',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('channel', models.CharField(max_length=12, verbose_name='渠道')),
                ('code', models.CharField(blank=True, db_collation='C', max_length=15, verbose_name='区域')),
                ('point', django.contrib.gis.db.models.fields.PointField(blank=True, null=True, srid=4326)),
                ('metres', models.PositiveIntegerField(blank=True, null=True, verbose_name='范围（米）')),
                ('language', models.CharField(default='zh-hans', max_length=8)),
                ('sealed', models.BinaryField(null=True)),
                ('hint', models.CharField(max_length=120)),
                ('asked_at', models.DateTimeField()),
                ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name': '订阅',
                'indexes': [django.contrib.postgres.indexes.GistIndex(condition=models.Q(('confirmed_at__isnull', False), ('ended_at__isnull', True)), fields=['point'], name='subscription_near')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(models.Q(('code', ''), _negated=True), ('metres__isnull', True), ('point__isnull', True)), models.Q(('code', ''), ('metres__gte', 100), ('metres__lte', 5000), ('point__isnull', False)), _connector='OR'), name='subscription_is_of_an_area_or_a_circle')],
            },
        ),
    ]
