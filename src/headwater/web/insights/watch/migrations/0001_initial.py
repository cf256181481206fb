import django.db.models.deletion
import headwater.web.insights.watch.models
import headwater.web.insights.watch.rules.answering
import headwater.web.insights.watch.rules.registering
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('editions', '0001_initial'),
        ('partners', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Rule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=headwater.web.insights.watch.models.rule_reference, max_length=16, unique=True)),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='watch_rules', to='partners.workspace')),
                ('slug', models.SlugField(max_length=60)),
                ('title', models.CharField(max_length=120)),
                ('purpose', models.TextField()),
                ('owner', models.CharField(max_length=160)),
                ('measure', models.CharField(max_length=60)),
                ('area_code', models.CharField(max_length=12)),
                ('area_name', models.CharField(max_length=120)),
                ('level', models.CharField(max_length=12)),
                ('method', models.CharField(max_length=12)),
                ('alpha', models.FloatField()),
                ('least_cases', models.PositiveSmallIntegerField()),
                ('delay_weeks', models.PositiveSmallIntegerField()),
                ('expires_on', models.DateField()),
                ('status', models.CharField(choices=[('draft', 'Being written'), ('working', 'Working out its false alarms'), ('failed', 'Could not be worked out'), ('ready', 'Ready to switch on'), ('on', 'On'), ('off', 'Switched off')], default=headwater.web.insights.watch.rules.registering.Status['DRAFT'], max_length=12)),
                ('replaces', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='watch.rule')),
                ('expected', models.JSONField(default=dict)),
                ('fairness', models.JSONField(default=dict)),
                ('loads', models.JSONField(default=list)),
                ('seal', models.CharField(blank=True, max_length=16)),
                ('registered_on', models.DateField(blank=True, null=True)),
                ('run', models.CharField(blank=True, max_length=16)),
                ('failure', models.TextField(blank=True)),
                ('written_by', models.CharField(max_length=16)),
                ('written_at', models.DateTimeField()),
                ('moved_at', models.DateTimeField()),
                ('switched_on_by', models.CharField(blank=True, max_length=16)),
                ('switched_on_at', models.DateTimeField(blank=True, null=True)),
                ('switched_off_by', models.CharField(blank=True, max_length=16)),
                ('switched_off_at', models.DateTimeField(blank=True, null=True)),
                ('why_off', models.TextField(blank=True)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'ordering': ['title', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('status', 'on')), fields=('workspace', 'slug'), name='a_rule_is_on_once'), models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['ready', 'on']), _negated=True), models.Q(models.Q(('seal', ''), _negated=True), models.Q(('expected', {}), _negated=True)), _connector='OR'), name='no_rule_runs_without_its_false_alarms'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'on'), _negated=True), ('switched_on_at__isnull', False), _connector='OR'), name='a_rule_that_is_on_says_since_when')],
            },
        ),
        migrations.CreateModel(
            name='Alert',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=headwater.web.insights.watch.models.alert_reference, max_length=16, unique=True)),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='alerts', to='partners.workspace')),
                ('rule', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='alerts', to='watch.rule')),
                ('first_week', models.CharField(max_length=8)),
                ('last_week', models.CharField(max_length=8)),
                ('raised_at', models.DateTimeField()),
                ('status', models.CharField(choices=[('new', 'New'), ('acknowledged', 'Being looked into'), ('judged', 'Judged')], default=headwater.web.insights.watch.rules.answering.Status['NEW'], max_length=12)),
                ('verdict', models.CharField(blank=True, choices=[('true', 'True'), ('false', 'False'), ('unknown', 'Unknown')], max_length=8)),
                ('acknowledged_by', models.CharField(blank=True, max_length=16)),
                ('acknowledged_at', models.DateTimeField(blank=True, null=True)),
                ('judged_by', models.CharField(blank=True, max_length=16)),
                ('judged_at', models.DateTimeField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'ordering': ['-last_week', '-raised_at', 'pk'],
                'indexes': [models.Index(fields=['workspace', 'status'], name='alerts_by_status')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('status', 'judged'), models.Q(('verdict', ''), _negated=True)), models.Q(models.Q(('status', 'judged'), _negated=True), ('verdict', '')), _connector='OR'), name='what_is_judged_has_a_verdict'), models.CheckConstraint(condition=models.Q(models.Q(('acknowledged_at__isnull', True), ('status', 'new')), models.Q(models.Q(('status', 'new'), _negated=True), ('acknowledged_at__isnull', False)), _connector='OR'), name='what_is_not_new_was_acknowledged')],
            },
        ),
        migrations.CreateModel(
            name='Sighting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('alert', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sightings', to='watch.alert')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sightings', to='editions.edition')),
                ('week', models.CharField(max_length=8)),
                ('table', models.CharField(max_length=80)),
                ('row', models.CharField(max_length=12)),
                ('weeks', models.PositiveSmallIntegerField()),
                ('areas', models.JSONField()),
                ('observed', models.FloatField(blank=True, null=True)),
                ('expected', models.FloatField(blank=True, null=True)),
                ('p_value', models.FloatField(blank=True, null=True)),
                ('sentence', models.TextField()),
                ('because', models.TextField()),
                ('is_current', models.BooleanField(default=True)),
            ],
            options={
                'ordering': ['-week', '-pk'],
                'indexes': [models.Index(fields=['week', 'is_current'], name='sightings_by_week')],
                'constraints': [models.UniqueConstraint(fields=('edition', 'table', 'row'), name='a_row_of_alerts_is_seen_once')],
            },
        ),
        migrations.CreateModel(
            name='Note',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('alert', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='watch.alert')),
                ('kind', models.CharField(choices=[('acknowledged', 'acknowledged'), ('done', 'done'), ('judged', 'judged')], max_length=12)),
                ('by', models.CharField(max_length=16)),
                ('at', models.DateTimeField()),
                ('text', models.TextField(blank=True)),
                ('verdict', models.CharField(blank=True, choices=[('true', 'True'), ('false', 'False'), ('unknown', 'Unknown')], max_length=8)),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
    ]
