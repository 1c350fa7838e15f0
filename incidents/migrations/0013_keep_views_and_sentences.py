"""What people keep to use again: views of the board, sentences."""

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Presets."""

    dependencies: ClassVar = [
        ('incidents', '0012_open_interface'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name='Preset',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('view', '视图'), ('sentence', '常用语')], max_length=8, verbose_name='种类')),
                ('topic', models.CharField(blank=True, max_length=32, verbose_name='环节')),
                ('name', models.CharField(max_length=40, verbose_name='名称')),
                ('body', models.CharField(max_length=1500, verbose_name='内容')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='用户')),
            ],
            options={
                'verbose_name': '预设',
                'constraints': [models.UniqueConstraint(fields=('user', 'kind', 'topic', 'name'), name='one_preset_per_name'), models.CheckConstraint(condition=models.Q(('kind__in', ['view', 'sentence'])), name='preset_kind_is_known')],
            },
        ),
    ]
