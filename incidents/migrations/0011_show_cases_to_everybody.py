"""What the public sees of single cases, who met them too, and who takes them up."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('incidents', '0010_case_actions_and_clocks'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Adoption',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('offered_at', models.DateTimeField(verbose_name='开放认领时间')),
                ('helper', models.CharField(blank=True, choices=[('resident', '居民'), ('volunteers', '志愿队'), ('firm', '企业商户')], max_length=12, verbose_name='认领方')),
                ('name', models.CharField(blank=True, max_length=40, verbose_name='署名')),
                ('device', models.BinaryField(max_length=32, null=True)),
                ('taken_at', models.DateTimeField(blank=True, null=True, verbose_name='认领时间')),
                ('promised_at', models.DateTimeField(blank=True, null=True, verbose_name='承诺完成')),
                ('done_at', models.DateTimeField(blank=True, null=True, verbose_name='完成时间')),
                ('checked_at', models.DateTimeField(blank=True, null=True, verbose_name='核查时间')),
            ],
            options={
                'verbose_name': '邻里认领',
            },
        ),
        migrations.CreateModel(
            name='MeToo',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('device', models.BinaryField(max_length=32)),
                ('at', models.DateTimeField()),
            ],
            options={
                'verbose_name': '我也遇到',
            },
        ),
        migrations.CreateModel(
            name='Showing',
            fields=[
                ('incident', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='showing', serialize=False, to='incidents.incident')),
                ('private', models.BooleanField(default=False, verbose_name='居民不公开描述')),
                ('held', models.BooleanField(default=False, verbose_name='待人工查看')),
                ('hidden', models.BooleanField(default=False, verbose_name='不公开')),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name': '公开决定',
            },
        ),
        migrations.AddField(
            model_name='photo',
            name='judged_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='审核时间'),
        ),
        migrations.AddIndex(
            model_name='photo',
            index=models.Index(condition=models.Q(('incident__isnull', False), ('judged_at__isnull', True)), fields=['uploaded_at', 'id'], name='photo_to_judge'),
        ),
        migrations.AddConstraint(
            model_name='photo',
            constraint=models.CheckConstraint(condition=models.Q(('released', False), ('judged_at__isnull', False), _connector='OR'), name='photo_is_released_by_somebody'),
        ),
        migrations.AddField(
            model_name='adoption',
            name='incident',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='adoption', to='incidents.incident'),
        ),
        migrations.AddField(
            model_name='metoo',
            name='incident',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='metoos', to='incidents.incident'),
        ),
        migrations.AddIndex(
            model_name='showing',
            index=models.Index(condition=models.Q(('held', True)), fields=['incident'], name='showing_held'),
        ),
        migrations.AddConstraint(
            model_name='adoption',
            constraint=models.CheckConstraint(condition=models.Q(('helper__in', ['', 'resident', 'volunteers', 'firm'])), name='adoption_helper_is_known'),
        ),
        migrations.AddConstraint(
            model_name='adoption',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('device__isnull', True), ('promised_at__isnull', True), ('taken_at__isnull', True)), models.Q(('device__isnull', False), ('promised_at__gt', models.F('taken_at')), ('taken_at__isnull', False), models.Q(('name', ''), _negated=True), models.Q(('helper', ''), _negated=True)), _connector='OR'), name='adoption_is_taken_by_somebody_until_some_time'),
        ),
        migrations.AddConstraint(
            model_name='adoption',
            constraint=models.CheckConstraint(condition=models.Q(('done_at__isnull', True), ('taken_at__isnull', False), _connector='OR'), name='adoption_is_taken_before_it_is_done'),
        ),
        migrations.AddConstraint(
            model_name='adoption',
            constraint=models.CheckConstraint(condition=models.Q(('checked_at__isnull', True), ('done_at__isnull', False), _connector='OR'), name='adoption_is_done_before_it_is_checked'),
        ),
        migrations.AddConstraint(
            model_name='metoo',
            constraint=models.UniqueConstraint(fields=('incident', 'device'), name='one_metoo_per_phone'),
        ),
    ]
