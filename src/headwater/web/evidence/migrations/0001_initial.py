import django.db.models.deletion
import headwater.web.evidence.models
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('partners', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Evaluation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=headwater.web.evidence.models.evaluation_reference, max_length=16, unique=True)),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evaluations', to='partners.workspace')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='evaluations', to='partners.organisation')),
                ('approach', models.CharField(max_length=80)),
                ('title', models.CharField(max_length=200)),
                ('what', models.TextField(max_length=4000)),
                ('comparator', models.TextField(blank=True, max_length=4000)),
                ('participants', models.PositiveIntegerField(blank=True, null=True)),
                ('finding', models.TextField(max_length=4000)),
                ('level', models.PositiveSmallIntegerField(choices=[(1, '1: a correlation, or nothing to compare with'), (2, '2: before and after, without a comparable group'), (3, '3: before and after, with a comparable group'), (4, '4: a comparable group, and other differences allowed for'), (5, '5: randomised')])),
                ('is_independent', models.BooleanField()),
                ('verdict', models.CharField(choices=[('adopt', 'Adopt: do it as it was done'), ('adapt', 'Adapt: change it, then do it'), ('pilot', 'Pilot: try it again before deciding'), ('stop', 'Stop: do not do it again')], max_length=8)),
                ('theory', models.TextField(blank=True, max_length=4000)),
                ('cohort', models.TextField(blank=True, max_length=4000)),
                ('dose', models.TextField(blank=True, max_length=4000)),
                ('fidelity', models.TextField(blank=True, max_length=4000)),
                ('completed', models.PositiveIntegerField(blank=True, null=True)),
                ('outcomes', models.TextField(blank=True, max_length=4000)),
                ('adverse', models.TextField(blank=True, max_length=4000)),
                ('equity', models.TextField(blank=True, max_length=4000)),
                ('cost_per_completer', models.PositiveIntegerField(blank=True, null=True)),
                ('written_by', models.CharField(max_length=16)),
                ('written_at', models.DateTimeField()),
                ('changed_by', models.CharField(max_length=16)),
                ('changed_at', models.DateTimeField()),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'ordering': ['-written_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('level__gte', 1), ('level__lte', 5)), name='evaluation_level_of_the_scale'), models.CheckConstraint(condition=models.Q(('completed__isnull', True), ('completed__lte', models.F('participants')), _connector='OR'), name='no_more_complete_than_started')],
            },
        ),
        migrations.CreateModel(
            name='Override',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=headwater.web.evidence.models.override_reference, max_length=16, unique=True)),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='overrides', to='partners.workspace')),
                ('approach', models.CharField(max_length=80)),
                ('use_kind', models.CharField(max_length=24)),
                ('use_reference', models.CharField(max_length=120)),
                ('reason', models.TextField(max_length=4000)),
                ('decision', models.CharField(max_length=120)),
                ('expires_on', models.DateField()),
                ('standing', models.CharField(choices=[('waiting', 'waiting'), ('approved', 'approved'), ('ended', 'ended')], default='waiting', max_length=10)),
                ('asked_by', models.CharField(max_length=16)),
                ('asked_at', models.DateTimeField()),
                ('approved_by', models.CharField(blank=True, max_length=16)),
                ('approved_at', models.DateTimeField(blank=True, null=True)),
                ('ended_by', models.CharField(blank=True, max_length=16)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('why_ended', models.CharField(blank=True, max_length=400)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'ordering': ['-asked_at', '-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('standing', 'waiting')), fields=('workspace', 'approach', 'use_kind', 'use_reference'), name='one_override_waits_for_a_use'), models.CheckConstraint(condition=models.Q(models.Q(('standing', 'approved'), _negated=True), models.Q(('approved_by', models.F('asked_by')), _negated=True), _connector='OR'), name='override_approved_by_somebody_else')],
            },
        ),
        migrations.CreateModel(
            name='Publication',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=headwater.web.evidence.models.publication_reference, max_length=16, unique=True)),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='publications', to='partners.workspace')),
                ('title', models.CharField(max_length=200)),
                ('publisher', models.CharField(max_length=120)),
                ('area_code', models.CharField(blank=True, max_length=12)),
                ('area_name', models.CharField(blank=True, max_length=120)),
                ('published_on', models.DateField()),
                ('link', models.CharField(blank=True, max_length=500)),
                ('kind', models.CharField(choices=[('strategy', 'Strategy'), ('needs', 'Needs assessment'), ('evaluation', 'Evaluation'), ('response', 'Response to a review or an inspection')], max_length=12)),
                ('takes', models.TextField(max_length=2000)),
                ('approaches', models.JSONField(blank=True, default=list)),
                ('noted_by', models.CharField(max_length=16)),
                ('noted_at', models.DateTimeField()),
                ('changed_by', models.CharField(max_length=16)),
                ('changed_at', models.DateTimeField()),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'ordering': ['-published_on', '-pk'],
                'indexes': [models.Index(fields=['workspace', '-published_on'], name='publications_of_a_place')],
            },
        ),
        migrations.CreateModel(
            name='Wording',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('evaluation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='wordings', to='evidence.evaluation')),
                ('number', models.PositiveIntegerField()),
                ('said', models.JSONField()),
                ('by', models.CharField(max_length=16)),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ['-number'],
                'constraints': [models.UniqueConstraint(fields=('evaluation', 'number'), name='a_wording_of_an_evaluation_once')],
            },
        ),
    ]
