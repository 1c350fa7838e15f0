"""Codes that prove a phone number."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('governance', '0006_leave_and_stand_ins'),
    ]

    operations = [
        migrations.CreateModel(
            name='PhoneCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.BinaryField(max_length=32)),
                ('device', models.BinaryField(max_length=32)),
                ('digest', models.BinaryField(max_length=32)),
                ('sent_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('used_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name': '手机验证码',
                'constraints': [models.UniqueConstraint(condition=models.Q(('used_at__isnull', True)), fields=('number', 'device'), name='one_open_code_per_phone_and_browser'), models.CheckConstraint(condition=models.Q(('tries__lte', 5)), name='code_is_tried_five_times')],
            },
        ),
    ]
