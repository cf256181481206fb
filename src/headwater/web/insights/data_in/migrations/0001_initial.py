import django.db.models.deletion
import headwater.web.insights.data_in.models
import headwater.web.insights.data_in.rules.expecting
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('documents', '0001_initial'),
        ('partners', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Upload',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=headwater.web.insights.data_in.models.upload_reference, max_length=16, unique=True)),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='uploads', to='partners.workspace')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='uploads', to='partners.organisation')),
                ('source', models.CharField(max_length=40)),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document')),
                ('file_name', models.CharField(max_length=200)),
                ('sha256', models.CharField(max_length=64)),
                ('status', models.CharField(choices=[('uploaded', 'Waiting to be checked'), ('checking', 'Being checked'), ('needs_matching', 'Needs your answers'), ('faulty', 'Refused: has faults'), ('ready', 'Ready to confirm'), ('unchanged', 'Already loaded, nothing changed'), ('confirmed', 'Confirmed, waiting to load'), ('loading', 'Being loaded'), ('loaded', 'Loaded'), ('undoing', 'Being undone'), ('undone', 'Undone'), ('failed', 'Stopped'), ('abandoned', 'Abandoned')], default='uploaded', max_length=16)),
                ('uploaded_by', models.CharField(max_length=16)),
                ('uploaded_at', models.DateTimeField()),
                ('moved_at', models.DateTimeField()),
                ('supplier', models.CharField(blank=True, max_length=40)),
                ('month', models.DateField(blank=True, null=True)),
                ('sheets', models.JSONField(default=list)),
                ('sheet', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('fields', models.JSONField(default=list)),
                ('is_matched', models.BooleanField(default=False)),
                ('encoding', models.CharField(blank=True, max_length=40)),
                ('fault_total', models.PositiveIntegerField(default=0)),
                ('warnings', models.JSONField(default=list)),
                ('preview', models.JSONField(default=dict)),
                ('counts', models.JSONField(default=dict)),
                ('replaces', models.CharField(blank=True, max_length=40)),
                ('replaces_others', models.BooleanField(default=False)),
                ('waits', models.CharField(blank=True, max_length=300)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('failure', models.TextField(blank=True)),
                ('confirmed_by', models.CharField(blank=True, max_length=16)),
                ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                ('load_id', models.CharField(blank=True, db_index=True, max_length=40)),
                ('loaded_at', models.DateTimeField(blank=True, null=True)),
                ('undone_by', models.CharField(blank=True, max_length=16)),
                ('undone_at', models.DateTimeField(blank=True, null=True)),
                ('undo_reason', models.TextField(blank=True)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'ordering': ['-uploaded_at', '-pk'],
                'indexes': [models.Index(fields=['workspace', 'source', 'supplier'], name='uploads_by_supply'), models.Index(fields=['status', 'moved_at'], name='uploads_by_status')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('status', 'loaded'), _negated=True), models.Q(('load_id', ''), _negated=True), _connector='OR'), name='a_loaded_upload_names_its_load'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'undone'), _negated=True), models.Q(('undo_reason', ''), _negated=True), _connector='OR'), name='an_undone_upload_says_why')],
            },
        ),
        migrations.CreateModel(
            name='ColumnMapping',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='partners.organisation')),
                ('source', models.CharField(max_length=40)),
                ('headings', models.JSONField(default=dict)),
                ('supplier', models.CharField(blank=True, max_length=40)),
                ('answered_by', models.CharField(max_length=16)),
                ('answered_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'source'), name='one_mapping_for_a_supply')],
            },
        ),
        migrations.CreateModel(
            name='ExpectedFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=headwater.web.insights.data_in.models.expected_reference, max_length=16, unique=True)),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='expected_files', to='partners.workspace')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='expected_files', to='partners.organisation')),
                ('source', models.CharField(max_length=40)),
                ('supplier', models.CharField(max_length=40)),
                ('every', models.CharField(choices=[('month', 'Every month'), ('quarter', 'Every quarter'), ('year', 'Every year')], default=headwater.web.insights.data_in.rules.expecting.Every['MONTH'], max_length=8)),
                ('due_days', models.PositiveSmallIntegerField(default=20)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'ordering': ['source', 'supplier'],
                'constraints': [models.UniqueConstraint(fields=('workspace', 'source', 'supplier'), name='a_supply_is_expected_once'), models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='what_is_expected_ends_after_it_starts'), models.CheckConstraint(condition=models.Q(('due_days__lte', 365)), name='files_are_due_in_a_year')],
            },
        ),
        migrations.CreateModel(
            name='Supply',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(max_length=40)),
                ('slice', models.CharField(max_length=80)),
                ('supplier', models.CharField(max_length=60)),
                ('month', models.DateField(blank=True, null=True)),
                ('load_id', models.CharField(max_length=40)),
                ('loaded_at', models.DateTimeField()),
                ('rows', models.PositiveIntegerField()),
                ('is_held', models.BooleanField(default=True)),
                ('completeness', models.PositiveSmallIntegerField(null=True)),
                ('validity', models.PositiveSmallIntegerField(null=True)),
                ('timeliness', models.PositiveSmallIntegerField(null=True)),
                ('consistency', models.PositiveSmallIntegerField(null=True)),
                ('overall', models.PositiveSmallIntegerField(null=True)),
                ('facts', models.JSONField(default=dict)),
            ],
            options={
                'ordering': ['source', 'supplier', 'month'],
                'constraints': [models.UniqueConstraint(fields=('source', 'slice', 'load_id'), name='a_supply_once'), models.CheckConstraint(condition=models.Q(('overall__isnull', True), ('overall__lte', 100), _connector='OR'), name='a_score_is_out_of_100')],
            },
        ),
        migrations.CreateModel(
            name='SourceReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(max_length=40, unique=True)),
                ('at', models.DateTimeField()),
                ('findings', models.JSONField(default=list)),
            ],
        ),
        migrations.CreateModel(
            name='UploadFault',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('upload', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='faults', to='data_in.upload')),
                ('position', models.PositiveIntegerField()),
                ('row', models.PositiveIntegerField()),
                ('column', models.CharField(blank=True, max_length=200)),
                ('value', models.CharField(blank=True, max_length=200)),
                ('problem', models.TextField()),
                ('remedy', models.TextField()),
            ],
            options={
                'ordering': ['position'],
                'constraints': [models.UniqueConstraint(fields=('upload', 'position'), name='a_fault_once_in_an_upload')],
            },
        ),
    ]
