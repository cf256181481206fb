import django.db.models.deletion
import headwater.web.grants.choosing.models
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('partners', '0001_initial'),
        ('rounds', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Choice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(choices=[('working', 'Being worked out'), ('made', 'Worked out'), ('failed', 'Could not be worked out')], default='working', max_length=8)),
                ('run', models.CharField(blank=True, max_length=16)),
                ('step', models.CharField(blank=True, max_length=60)),
                ('done', models.PositiveSmallIntegerField(default=0)),
                ('total', models.PositiveSmallIntegerField(default=0)),
                ('failure', models.TextField(blank=True)),
                ('asked_by', models.CharField(max_length=16)),
                ('asked_at', models.DateTimeField()),
                ('made_at', models.DateTimeField(blank=True, null=True)),
                ('result', models.JSONField(blank=True, default=dict)),
                ('reference', models.CharField(default=headwater.web.grants.choosing.models.choice_reference, max_length=16, unique=True)),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='choices', to='partners.workspace')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='choices', to='rounds.round')),
                ('limits', models.JSONField()),
                ('applications', models.JSONField()),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'ordering': ['-asked_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Reckoning',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(choices=[('working', 'Being worked out'), ('made', 'Worked out'), ('failed', 'Could not be worked out')], default='working', max_length=8)),
                ('run', models.CharField(blank=True, max_length=16)),
                ('step', models.CharField(blank=True, max_length=60)),
                ('done', models.PositiveSmallIntegerField(default=0)),
                ('total', models.PositiveSmallIntegerField(default=0)),
                ('failure', models.TextField(blank=True)),
                ('asked_by', models.CharField(max_length=16)),
                ('asked_at', models.DateTimeField()),
                ('made_at', models.DateTimeField(blank=True, null=True)),
                ('result', models.JSONField(blank=True, default=dict)),
                ('reference', models.CharField(default=headwater.web.grants.choosing.models.value_reference, max_length=16, unique=True)),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reckonings', to='partners.workspace')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reckonings', to='rounds.round')),
                ('awards', models.JSONField()),
            ],
            options={
                'ordering': ['-asked_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Verdict',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('choice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='verdicts', to='choosing.choice')),
                ('picked', models.JSONField()),
                ('follows', models.BooleanField()),
                ('reason', models.TextField(blank=True)),
                ('decided_by', models.CharField(max_length=16)),
                ('decided_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['-decided_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('follows', True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='a_verdict_that_differs_says_why')],
            },
        ),
    ]
