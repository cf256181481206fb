import django.db.models.deletion
import headwater.web.editions.models
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('partners', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Edition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=headwater.web.editions.models.edition_reference, max_length=16, unique=True)),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='editions', to='partners.workspace')),
                ('kind', models.CharField(choices=[('needs-assessment', 'Needs assessment'), ('early-warning', 'Early warning'), ('gap-map', 'Gap map')], default='needs-assessment', max_length=20)),
                ('status', models.CharField(choices=[('queued', 'Waiting to start'), ('running', 'Being made'), ('failed', 'Could not be made'), ('draft', 'Draft'), ('locked', 'Locked'), ('discarded', 'Discarded')], default='queued', max_length=12)),
                ('area_code', models.CharField(max_length=12)),
                ('area_name', models.CharField(blank=True, max_length=120)),
                ('area_level', models.CharField(blank=True, max_length=60)),
                ('first_month', models.DateField()),
                ('last_month', models.DateField()),
                ('week', models.CharField(blank=True, max_length=8)),
                ('definition', models.JSONField(default=dict)),
                ('period_words', models.CharField(blank=True, max_length=80)),
                ('requested_by', models.CharField(max_length=16)),
                ('requested_at', models.DateTimeField()),
                ('step', models.CharField(blank=True, max_length=80)),
                ('steps_done', models.PositiveSmallIntegerField(default=0)),
                ('steps_total', models.PositiveSmallIntegerField(default=0)),
                ('run', models.CharField(blank=True, max_length=16)),
                ('failure', models.TextField(blank=True)),
                ('engine_id', models.CharField(blank=True, max_length=80)),
                ('folder', models.CharField(blank=True, max_length=120)),
                ('made_at', models.DateTimeField(blank=True, null=True)),
                ('title', models.CharField(blank=True, max_length=200)),
                ('summary', models.TextField(blank=True)),
                ('facts', models.JSONField(default=dict)),
                ('key_findings', models.JSONField(default=list)),
                ('checks', models.JSONField(default=dict)),
                ('is_restricted', models.BooleanField(default=False)),
                ('locked_at', models.DateTimeField(blank=True, null=True)),
                ('locked_by', models.CharField(blank=True, max_length=16)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'ordering': ['-requested_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('last_month__gte', models.F('first_month'))), name='edition_months_in_order'), models.UniqueConstraint(condition=models.Q(('status__in', ['queued', 'running'])), fields=('workspace', 'kind', 'area_code', 'first_month', 'last_month', 'week'), name='one_assessment_of_a_kind_under_way'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'early-warning'), models.Q(('week', ''), _negated=True)), models.Q(models.Q(('kind', 'early-warning'), _negated=True), ('week', '')), _connector='OR'), name='early_warning_is_of_a_week')],
            },
        ),
        migrations.CreateModel(
            name='Chapter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='chapters', to='editions.edition')),
                ('position', models.PositiveSmallIntegerField()),
                ('slug', models.CharField(max_length=40)),
                ('title', models.CharField(max_length=160)),
                ('question', models.CharField(max_length=240)),
                ('blocks', models.JSONField()),
                ('narrative', models.TextField(blank=True)),
                ('narrative_by', models.CharField(blank=True, max_length=16)),
                ('narrative_at', models.DateTimeField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'ordering': ['position'],
                'constraints': [models.UniqueConstraint(fields=('edition', 'slug'), name='a_chapter_once_in_an_edition')],
            },
        ),
        migrations.CreateModel(
            name='Table',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tables', to='editions.edition')),
                ('slug', models.CharField(max_length=60)),
                ('title', models.TextField()),
                ('columns', models.JSONField()),
                ('rows', models.JSONField()),
                ('row_count', models.PositiveIntegerField(default=0)),
                ('is_long', models.BooleanField(default=False)),
                ('key_columns', models.PositiveSmallIntegerField(default=1)),
                ('file', models.CharField(blank=True, max_length=120)),
                ('profile', models.CharField(max_length=40)),
                ('rule', models.TextField()),
                ('notes', models.JSONField(default=list)),
                ('hidden', models.PositiveIntegerField(default=0)),
            ],
            options={
                'ordering': ['slug'],
                'constraints': [models.UniqueConstraint(fields=('edition', 'slug'), name='a_table_once_in_an_edition')],
            },
        ),
        migrations.CreateModel(
            name='Picture',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pictures', to='editions.edition')),
                ('slug', models.CharField(max_length=60)),
                ('kind', models.CharField(max_length=16)),
                ('title', models.TextField()),
                ('summary', models.TextField()),
                ('table', models.CharField(max_length=60)),
                ('file', models.CharField(max_length=120)),
                ('narrow_file', models.CharField(blank=True, max_length=120)),
                ('spec', models.JSONField(default=dict)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('edition', 'slug'), name='a_picture_once_in_an_edition')],
            },
        ),
        migrations.CreateModel(
            name='Finding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='findings', to='editions.edition')),
                ('position', models.PositiveSmallIntegerField()),
                ('slug', models.CharField(max_length=80)),
                ('sentence', models.TextField()),
                ('strength', models.CharField(max_length=12)),
                ('because', models.TextField(blank=True)),
                ('cautions', models.JSONField(default=list)),
                ('figures', models.JSONField(default=list)),
            ],
            options={
                'ordering': ['position'],
                'constraints': [models.UniqueConstraint(fields=('edition', 'slug'), name='a_finding_once_in_an_edition')],
            },
        ),
        migrations.CreateModel(
            name='Working',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='workings', to='editions.edition')),
                ('kind', models.CharField(choices=[('expression', 'Query'), ('load', 'Load')], max_length=12)),
                ('key', models.CharField(max_length=120)),
                ('body', models.JSONField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('edition', 'kind', 'key'), name='a_working_once_in_an_edition')],
            },
        ),
        migrations.CreateModel(
            name='NarrativeVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('chapter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='editions.chapter')),
                ('number', models.PositiveIntegerField()),
                ('text', models.TextField(blank=True)),
                ('by', models.CharField(max_length=16)),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ['-number'],
                'constraints': [models.UniqueConstraint(fields=('chapter', 'number'), name='a_narrative_version_once')],
            },
        ),
    ]
