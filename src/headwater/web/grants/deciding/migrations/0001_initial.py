import django.db.models.deletion
import headwater.web.grants.deciding.models
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('applying', '0001_initial'),
        ('money', '0001_initial'),
        ('partners', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Involvement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='involvements', to='partners.workspace')),
                ('reference', models.CharField(default=headwater.web.grants.deciding.models.involvement_reference, max_length=16, unique=True)),
                ('person', models.CharField(max_length=16)),
                ('organisation', models.CharField(max_length=200)),
                ('number', models.CharField(blank=True, max_length=16)),
                ('postcode', models.CharField(blank=True, max_length=10)),
                ('nature', models.CharField(max_length=200)),
                ('written_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['organisation', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Interest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='interests', to='applying.application')),
                ('reference', models.CharField(default=headwater.web.grants.deciding.models.interest_reference, max_length=16, unique=True)),
                ('person', models.CharField(max_length=16)),
                ('source', models.CharField(choices=[('declared', 'Declared'), ('found', 'Found by comparing')], max_length=8)),
                ('is_interest', models.BooleanField()),
                ('nature', models.TextField(blank=True)),
                ('grounds', models.JSONField(blank=True, default=list)),
                ('said_at', models.DateTimeField()),
                ('asked_by', models.CharField(blank=True, max_length=16)),
                ('asked_at', models.DateTimeField(blank=True, null=True)),
                ('reason', models.TextField(blank=True)),
                ('cleared_by', models.CharField(blank=True, max_length=16)),
                ('cleared_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['said_at', 'pk'],
                'indexes': [models.Index(fields=['person', 'application'], name='interests_of_a_person')],
                'constraints': [models.UniqueConstraint(fields=('application', 'person', 'source'), name='an_interest_once_a_source'), models.CheckConstraint(condition=models.Q(('cleared_at__isnull', True), models.Q(models.Q(('cleared_by', models.F('asked_by')), _negated=True), models.Q(('cleared_by', models.F('person')), _negated=True), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='an_interest_is_cleared_by_two_others')],
            },
        ),
        migrations.CreateModel(
            name='Assessment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assessments', to='applying.application')),
                ('reference', models.CharField(default=headwater.web.grants.deciding.models.assessment_reference, max_length=16, unique=True)),
                ('assessor', models.CharField(max_length=16)),
                ('named_by', models.CharField(max_length=16)),
                ('named_at', models.DateTimeField()),
                ('due_on', models.DateField()),
                ('comment', models.TextField(blank=True)),
                ('handed_in_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('why_ended', models.CharField(blank=True, max_length=400)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'ordering': ['named_at', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('application', 'assessor'), name='an_assessor_once_an_application')],
            },
        ),
        migrations.CreateModel(
            name='Moderation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='moderations', to='applying.application')),
                ('criterion', models.CharField(max_length=60)),
                ('points', models.DecimalField(decimal_places=2, max_digits=3)),
                ('reason', models.TextField()),
                ('feedback', models.TextField(blank=True)),
                ('moderated_by', models.CharField(max_length=16)),
                ('moderated_at', models.DateTimeField()),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('application', 'criterion'), name='a_moderation_once_a_criterion'), models.CheckConstraint(condition=models.Q(('points__gte', 0), ('points__lte', 5)), name='moderated_from_nought_to_five')],
            },
        ),
        migrations.CreateModel(
            name='Check',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='checks', to='applying.application')),
                ('item', models.CharField(max_length=40)),
                ('result', models.CharField(choices=[('met', 'Met'), ('not_met', 'Not met'), ('not_needed', 'Not needed here')], max_length=12)),
                ('reason', models.TextField()),
                ('expires_on', models.DateField(blank=True, null=True)),
                ('checked_by', models.CharField(max_length=16)),
                ('checked_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['-checked_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Clarification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='clarifications', to='applying.application')),
                ('reference', models.CharField(default=headwater.web.grants.deciding.models.clarification_reference, max_length=16, unique=True)),
                ('question', models.TextField()),
                ('asked_by', models.CharField(max_length=16)),
                ('asked_at', models.DateTimeField()),
                ('due_on', models.DateField()),
                ('answer', models.TextField(blank=True)),
                ('answered_by', models.CharField(blank=True, max_length=16)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['asked_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='applying.application')),
                ('reference', models.CharField(default=headwater.web.grants.deciding.models.decision_reference, max_length=16, unique=True)),
                ('ruling', models.CharField(choices=[('approve', 'Approved'), ('decline', 'Declined'), ('defer', 'Deferred')], max_length=8)),
                ('amount', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True)),
                ('reasons', models.TextField()),
                ('feedback', models.TextField(blank=True)),
                ('conditions', models.TextField(blank=True)),
                ('evaluation_plan', models.TextField(blank=True)),
                ('below_threshold', models.TextField(blank=True)),
                ('override', models.CharField(blank=True, max_length=16)),
                ('total', models.DecimalField(blank=True, decimal_places=1, max_digits=5, null=True)),
                ('decided_by', models.CharField(max_length=16)),
                ('decided_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['decided_at', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('ruling', 'approve'), _negated=True), ('amount__gt', 0), _connector='OR'), name='an_approval_has_an_amount')],
            },
        ),
        migrations.CreateModel(
            name='Award',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('application', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='award', to='applying.application')),
                ('pot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='awards', to='money.pot')),
                ('reference', models.CharField(default=headwater.web.grants.deciding.models.award_reference, max_length=16, unique=True)),
                ('state', models.CharField(choices=[('offered', 'Agreement sent'), ('active', 'Active'), ('suspended', 'Suspended'), ('completed', 'Completed'), ('closed', 'Closed'), ('clawback', 'Money to come back'), ('withdrawn', 'Withdrawn')], default='offered', max_length=10)),
                ('title', models.CharField(max_length=160)),
                ('description', models.TextField()),
                ('amount', models.DecimalField(decimal_places=2, max_digits=12)),
                ('first_amount', models.DecimalField(decimal_places=2, max_digits=12)),
                ('reasons', models.TextField()),
                ('conditions', models.TextField(blank=True)),
                ('awarded_on', models.DateField()),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField()),
                ('written_by', models.CharField(max_length=16)),
                ('written_at', models.DateTimeField()),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__gte', 0)), name='award_is_not_below_nothing'), models.CheckConstraint(condition=models.Q(('starts_on__lte', models.F('ends_on'))), name='award_starts_before_it_ends')],
            },
        ),
        migrations.CreateModel(
            name='Score',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scores', to='deciding.assessment')),
                ('criterion', models.CharField(max_length=60)),
                ('points', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('reason', models.TextField(blank=True)),
                ('confidence', models.CharField(blank=True, choices=[('high', 'Sure'), ('moderate', 'Fairly sure'), ('low', 'Not sure')], max_length=8)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('assessment', 'criterion'), name='a_score_once_a_criterion'), models.CheckConstraint(condition=models.Q(('points__isnull', True), ('points__lte', 5), _connector='OR'), name='a_score_is_at_most_five')],
            },
        ),
        migrations.CreateModel(
            name='Step',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('award', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='deciding.award')),
                ('end', models.CharField(choices=[('offered', 'Agreement sent'), ('active', 'Active'), ('suspended', 'Suspended'), ('completed', 'Completed'), ('closed', 'Closed'), ('clawback', 'Money to come back'), ('withdrawn', 'Withdrawn')], max_length=10)),
                ('reason', models.TextField(blank=True)),
                ('moved_by', models.CharField(max_length=16)),
                ('moved_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['moved_at', 'pk'],
            },
        ),
    ]
