"""Bulletins, alerts, consultations, places: what the office tells residents and asks them."""

import django.contrib.gis.db.models.fields
import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('governance', '0005_count_what_is_limited'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Alert',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('Alert', '发布'), ('Update', '更新'), ('Cancel', '解除')], default='Alert', max_length=8, verbose_name='消息类型')),
                ('event', models.CharField(max_length=40, verbose_name='事件')),
                ('theme', models.CharField(choices=[('Geo', '地质'), ('Met', '气象'), ('Safety', '公共安全'), ('Rescue', '救援'), ('Fire', '火灾'), ('Health', '卫生'), ('Env', '环境'), ('Transport', '交通'), ('Infra', '水电气'), ('Other', '其他')], default='Other', max_length=12, verbose_name='类别')),
                ('urgency', models.CharField(choices=[('Immediate', '立即行动'), ('Expected', '一小时内'), ('Future', '近期'), ('Past', '已过去'), ('Unknown', '不明')], default='Expected', max_length=12, verbose_name='紧迫程度')),
                ('severity', models.CharField(choices=[('Extreme', '特别重大'), ('Severe', '重大'), ('Moderate', '较大'), ('Minor', '一般'), ('Unknown', '不明')], default='Moderate', max_length=12, verbose_name='严重程度')),
                ('certainty', models.CharField(choices=[('Observed', '已发生'), ('Likely', '很可能'), ('Possible', '可能'), ('Unlikely', '不大可能'), ('Unknown', '不明')], default='Likely', max_length=12, verbose_name='确定程度')),
                ('headline', models.CharField(max_length=80, verbose_name='标题')),
                ('description', models.CharField(max_length=2000, verbose_name='情况')),
                ('instruction', models.CharField(blank=True, max_length=2000, verbose_name='请这样做')),
                ('contact', models.CharField(blank=True, max_length=64, verbose_name='联系电话')),
                ('code', models.CharField(db_collation='C', max_length=15, validators=[django.core.validators.RegexValidator('^(\\d{4}|\\d{6}|\\d{9}|\\d{12}|\\d{15})$', '区划代码应为 4、6、9、12 或 15 位数字。')], verbose_name='区域')),
                ('sent_at', models.DateTimeField(verbose_name='发布时间')),
                ('expires_at', models.DateTimeField(verbose_name='有效期至')),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='发布人')),
                ('replaces', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='bulletins.alert')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.unit', verbose_name='发布单位')),
            ],
            options={
                'verbose_name': '应急通知',
            },
        ),
        migrations.CreateModel(
            name='Acknowledgement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(db_collation='C', max_length=15)),
                ('at', models.DateTimeField()),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('alert', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='acknowledgements', to='bulletins.alert')),
            ],
            options={
                'verbose_name': '签收',
            },
        ),
        migrations.CreateModel(
            name='Bulletin',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('notice', '公告'), ('newspaper', '社区报')], default='notice', max_length=12, verbose_name='类别')),
                ('title', models.CharField(max_length=100, verbose_name='标题')),
                ('body', models.CharField(max_length=10000, verbose_name='正文')),
                ('code', models.CharField(db_collation='C', max_length=15, validators=[django.core.validators.RegexValidator('^(\\d{4}|\\d{6}|\\d{9}|\\d{12}|\\d{15})$', '区划代码应为 4、6、9、12 或 15 位数字。')], verbose_name='区域')),
                ('written_at', models.DateTimeField(verbose_name='起草时间')),
                ('published_at', models.DateTimeField(blank=True, null=True, verbose_name='发布时间')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='撤回时间')),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='起草人')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.unit', verbose_name='发布单位')),
            ],
            options={
                'verbose_name': '公告',
            },
        ),
        migrations.CreateModel(
            name='Consultation',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('title', models.CharField(max_length=100, verbose_name='标题')),
                ('intro', models.CharField(blank=True, max_length=2000, verbose_name='说明')),
                ('code', models.CharField(db_collation='C', max_length=15, validators=[django.core.validators.RegexValidator('^(\\d{4}|\\d{6}|\\d{9}|\\d{12}|\\d{15})$', '区划代码应为 4、6、9、12 或 15 位数字。')], verbose_name='区域')),
                ('opens_at', models.DateTimeField(verbose_name='开始')),
                ('closes_at', models.DateTimeField(verbose_name='截止')),
                ('summary', models.CharField(blank=True, max_length=5000, verbose_name='采纳情况')),
                ('summarized_at', models.DateTimeField(blank=True, null=True)),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='起草人')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.unit', verbose_name='征求单位')),
            ],
            options={
                'verbose_name': '征求意见',
            },
        ),
        migrations.CreateModel(
            name='Facility',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('market', '菜市场'), ('toilet', '公厕'), ('park', '公园'), ('playground', '儿童乐园'), ('fitness', '健身器材'), ('clinic', '社康中心'), ('canteen', '长者食堂'), ('library', '图书角'), ('bus_stop', '公交站'), ('charging', '充电桩'), ('parcel', '快递柜'), ('recycling', '垃圾分类点')], max_length=12, verbose_name='类别')),
                ('name', models.CharField(max_length=64, verbose_name='名称')),
                ('address', models.CharField(blank=True, max_length=200, verbose_name='地址')),
                ('code', models.CharField(db_collation='C', max_length=15, validators=[django.core.validators.RegexValidator('^(\\d{4}|\\d{6}|\\d{9}|\\d{12}|\\d{15})$', '区划代码应为 4、6、9、12 或 15 位数字。')], verbose_name='区域')),
                ('point', django.contrib.gis.db.models.fields.PointField(blank=True, null=True, srid=4326)),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='停用时间')),
            ],
            options={
                'verbose_name': '场所',
                'indexes': [models.Index(models.F('code'), models.F('kind'), name='facility_by_code')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['market', 'toilet', 'park', 'playground', 'fitness', 'clinic', 'canteen', 'library', 'bus_stop', 'charging', 'parcel', 'recycling'])), name='facility_kind_is_known'), models.UniqueConstraint(fields=('kind', 'name', 'code'), name='one_facility_per_name')],
            },
        ),
        migrations.CreateModel(
            name='Paragraph',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='条')),
                ('text', models.CharField(max_length=4000, verbose_name='内容')),
                ('consultation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='paragraphs', to='bulletins.consultation')),
            ],
            options={
                'verbose_name': '条文',
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('device', models.BinaryField(max_length=32)),
                ('text', models.CharField(max_length=1000, verbose_name='意见')),
                ('at', models.DateTimeField()),
                ('verdict', models.CharField(choices=[('waiting', '待审核'), ('shown', '已公开'), ('hidden', '不公开')], default='waiting', max_length=8)),
                ('taken_up', models.BooleanField(default=False, verbose_name='已采纳')),
                ('paragraph', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='comments', to='bulletins.paragraph')),
            ],
            options={
                'verbose_name': '意见',
            },
        ),
        migrations.CreateModel(
            name='Picture',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('file', models.CharField(max_length=64)),
                ('alt', models.CharField(max_length=100, verbose_name='图片说明')),
                ('width', models.PositiveIntegerField()),
                ('height', models.PositiveIntegerField()),
                ('place', models.PositiveSmallIntegerField(default=0)),
                ('bulletin', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pictures', to='bulletins.bulletin')),
            ],
            options={
                'verbose_name': '公告图片',
            },
        ),
        migrations.CreateModel(
            name='Rating',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('device', models.BinaryField(max_length=32)),
                ('stars', models.PositiveSmallIntegerField(verbose_name='评分')),
                ('text', models.CharField(blank=True, max_length=300, verbose_name='评语')),
                ('at', models.DateTimeField()),
                ('verdict', models.CharField(choices=[('waiting', '待审核'), ('shown', '已公开'), ('hidden', '不公开')], default='waiting', max_length=8)),
                ('facility', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ratings', to='bulletins.facility')),
            ],
            options={
                'verbose_name': '评分',
            },
        ),
        migrations.CreateModel(
            name='Wish',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('market', '菜市场'), ('toilet', '公厕'), ('park', '公园'), ('playground', '儿童乐园'), ('fitness', '健身器材'), ('clinic', '社康中心'), ('canteen', '长者食堂'), ('library', '图书角'), ('bus_stop', '公交站'), ('charging', '充电桩'), ('parcel', '快递柜'), ('recycling', '垃圾分类点')], max_length=12, verbose_name='类别')),
                ('device', models.BinaryField(max_length=32)),
                ('code', models.CharField(db_collation='C', max_length=15, verbose_name='区域')),
                ('point', django.contrib.gis.db.models.fields.PointField(blank=True, null=True, srid=4326)),
                ('text', models.CharField(blank=True, max_length=300, verbose_name='说明')),
                ('at', models.DateTimeField()),
            ],
            options={
                'verbose_name': '增设建议',
                'indexes': [models.Index(models.F('code'), models.F('kind'), name='wish_by_code'), django.contrib.postgres.indexes.GistIndex(fields=['point'], name='wish_point')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['market', 'toilet', 'park', 'playground', 'fitness', 'clinic', 'canteen', 'library', 'bus_stop', 'charging', 'parcel', 'recycling'])), name='wish_kind_is_known'), models.UniqueConstraint(fields=('kind', 'device', 'code'), name='one_wish_per_phone_and_area')],
            },
        ),
        migrations.AddIndex(
            model_name='alert',
            index=models.Index(models.F('expires_at'), name='alert_by_end'),
        ),
        migrations.AddConstraint(
            model_name='alert',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['Alert', 'Update', 'Cancel'])), name='alert_kind_is_known'),
        ),
        migrations.AddConstraint(
            model_name='alert',
            constraint=models.CheckConstraint(condition=models.Q(('theme__in', ['Geo', 'Met', 'Safety', 'Rescue', 'Fire', 'Health', 'Env', 'Transport', 'Infra', 'Other'])), name='alert_theme_is_known'),
        ),
        migrations.AddConstraint(
            model_name='alert',
            constraint=models.CheckConstraint(condition=models.Q(('urgency__in', ['Immediate', 'Expected', 'Future', 'Past', 'Unknown'])), name='alert_urgency_is_known'),
        ),
        migrations.AddConstraint(
            model_name='alert',
            constraint=models.CheckConstraint(condition=models.Q(('severity__in', ['Extreme', 'Severe', 'Moderate', 'Minor', 'Unknown'])), name='alert_severity_is_known'),
        ),
        migrations.AddConstraint(
            model_name='alert',
            constraint=models.CheckConstraint(condition=models.Q(('certainty__in', ['Observed', 'Likely', 'Possible', 'Unlikely', 'Unknown'])), name='alert_certainty_is_known'),
        ),
        migrations.AddConstraint(
            model_name='alert',
            constraint=models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('sent_at'))), name='alert_expires_after_it_was_sent'),
        ),
        migrations.AddConstraint(
            model_name='alert',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'Alert'), ('replaces__isnull', True)), models.Q(models.Q(('kind', 'Alert'), _negated=True), ('replaces__isnull', False)), _connector='OR'), name='alert_replaces_unless_it_is_the_first'),
        ),
        migrations.AddConstraint(
            model_name='alert',
            constraint=models.CheckConstraint(condition=models.Q(('code__regex', '^(\\d{4}|\\d{6}|\\d{9}|\\d{12}|\\d{15})$')), name='alert_code_is_a_code'),
        ),
        migrations.AddConstraint(
            model_name='acknowledgement',
            constraint=models.UniqueConstraint(fields=('alert', 'user', 'code'), name='one_acknowledgement_per_post'),
        ),
        migrations.AddIndex(
            model_name='bulletin',
            index=models.Index(models.F('code'), models.F('published_at'), name='bulletin_by_code'),
        ),
        migrations.AddIndex(
            model_name='bulletin',
            index=models.Index(models.F('published_at'), condition=models.Q(('published_at__isnull', False), ('withdrawn_at__isnull', True)), name='bulletin_in_force'),
        ),
        migrations.AddConstraint(
            model_name='bulletin',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['notice', 'newspaper'])), name='bulletin_kind_is_known'),
        ),
        migrations.AddConstraint(
            model_name='bulletin',
            constraint=models.CheckConstraint(condition=models.Q(('code__regex', '^(\\d{4}|\\d{6}|\\d{9}|\\d{12}|\\d{15})$')), name='bulletin_code_is_a_code'),
        ),
        migrations.AddConstraint(
            model_name='bulletin',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn_at__isnull', True), models.Q(('published_at__isnull', False), ('withdrawn_at__gte', models.F('published_at'))), _connector='OR'), name='bulletin_is_withdrawn_after_it_was_published'),
        ),
        migrations.AddIndex(
            model_name='consultation',
            index=models.Index(models.F('code'), models.F('closes_at'), name='consultation_by_code'),
        ),
        migrations.AddConstraint(
            model_name='consultation',
            constraint=models.CheckConstraint(condition=models.Q(('closes_at__gt', models.F('opens_at'))), name='consultation_closes_after_it_opens'),
        ),
        migrations.AddConstraint(
            model_name='consultation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('summarized_at__isnull', True), ('summary', '')), models.Q(models.Q(('summary', ''), _negated=True), ('summarized_at__gte', models.F('closes_at'))), _connector='OR'), name='consultation_is_summed_up_after_it_closed'),
        ),
        migrations.AddConstraint(
            model_name='consultation',
            constraint=models.CheckConstraint(condition=models.Q(('code__regex', '^(\\d{4}|\\d{6}|\\d{9}|\\d{12}|\\d{15})$')), name='consultation_code_is_a_code'),
        ),
        migrations.AddConstraint(
            model_name='paragraph',
            constraint=models.UniqueConstraint(fields=('consultation', 'number'), name='one_paragraph_per_number'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(models.F('verdict'), models.F('at'), condition=models.Q(('verdict', 'waiting')), name='comment_waiting'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(('verdict__in', ['waiting', 'shown', 'hidden'])), name='comment_verdict_is_known'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.UniqueConstraint(fields=('paragraph', 'device', 'text'), name='one_comment_of_the_same_words'),
        ),
        migrations.AddConstraint(
            model_name='picture',
            constraint=models.UniqueConstraint(fields=('bulletin', 'place'), name='one_picture_per_place'),
        ),
        migrations.AddIndex(
            model_name='rating',
            index=models.Index(models.F('verdict'), models.F('at'), condition=models.Q(('verdict', 'waiting')), name='rating_waiting'),
        ),
        migrations.AddConstraint(
            model_name='rating',
            constraint=models.CheckConstraint(condition=models.Q(('stars__gte', 1), ('stars__lte', 5)), name='rating_has_one_to_five_stars'),
        ),
        migrations.AddConstraint(
            model_name='rating',
            constraint=models.CheckConstraint(condition=models.Q(('verdict__in', ['waiting', 'shown', 'hidden'])), name='rating_verdict_is_known'),
        ),
        migrations.AddConstraint(
            model_name='rating',
            constraint=models.UniqueConstraint(fields=('facility', 'device'), name='one_rating_per_phone'),
        ),
    ]
