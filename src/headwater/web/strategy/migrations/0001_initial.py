import django.db.models.deletion
import headwater.web.strategy.models
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('partners', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Priority',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=headwater.web.strategy.models.priority_reference, max_length=16, unique=True)),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='priorities', to='partners.workspace')),
                ('position', models.PositiveSmallIntegerField(default=1)),
                ('title', models.CharField(max_length=160)),
                ('why', models.TextField(blank=True)),
                ('is_dropped', models.BooleanField(default=False)),
                ('written_by', models.CharField(max_length=16)),
                ('written_at', models.DateTimeField()),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Plan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=headwater.web.strategy.models.plan_reference, max_length=16, unique=True)),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='plans', to='partners.workspace')),
                ('number', models.PositiveSmallIntegerField()),
                ('title', models.CharField(max_length=160)),
                ('foreword', models.TextField(blank=True)),
                ('first_day', models.DateField()),
                ('last_day', models.DateField()),
                ('standing', models.CharField(choices=[('draft', 'Draft'), ('with_board', 'With the board'), ('adopted', 'Adopted'), ('replaced', 'Replaced')], default='draft', max_length=12)),
                ('internal', models.JSONField(default=dict)),
                ('public', models.JSONField(default=dict)),
                ('left_out', models.JSONField(default=list)),
                ('put_by', models.CharField(blank=True, max_length=16)),
                ('put_at', models.DateTimeField(blank=True, null=True)),
                ('decision', models.CharField(blank=True, max_length=16)),
                ('adopted_by', models.CharField(blank=True, max_length=16)),
                ('adopted_at', models.DateTimeField(blank=True, null=True)),
                ('review_due_on', models.DateField(blank=True, null=True)),
                ('written_by', models.CharField(max_length=16)),
                ('written_at', models.DateTimeField()),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'ordering': ['-number'],
                'constraints': [models.UniqueConstraint(fields=('workspace', 'number'), name='a_plan_number_once'), models.UniqueConstraint(condition=models.Q(('standing', 'adopted')), fields=('workspace',), name='one_plan_is_adopted'), models.UniqueConstraint(condition=models.Q(('standing__in', ['draft', 'with_board'])), fields=('workspace',), name='one_plan_is_under_way'), models.CheckConstraint(condition=models.Q(models.Q(('standing__in', ['adopted', 'replaced']), _negated=True), models.Q(models.Q(('decision', ''), _negated=True), ('adopted_at__isnull', False), ('review_due_on__isnull', False)), _connector='OR'), name='an_adopted_plan_has_a_decision'), models.CheckConstraint(condition=models.Q(('last_day__gt', models.F('first_day'))), name='a_plan_ends_after_it_begins')],
            },
        ),
        migrations.CreateModel(
            name='Outcome',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=headwater.web.strategy.models.outcome_reference, max_length=16, unique=True)),
                ('priority', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='outcomes', to='strategy.priority')),
                ('position', models.PositiveSmallIntegerField(default=1)),
                ('title', models.CharField(max_length=200)),
                ('measure', models.TextField(blank=True)),
                ('is_dropped', models.BooleanField(default=False)),
                ('written_by', models.CharField(max_length=16)),
                ('written_at', models.DateTimeField()),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'ordering': ['priority__position', 'position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Review',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reviews', to='strategy.plan')),
                ('text', models.TextField()),
                ('next_on', models.DateField()),
                ('by', models.CharField(max_length=16)),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Action',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=headwater.web.strategy.models.action_reference, max_length=16, unique=True)),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='actions', to='partners.workspace')),
                ('outcome', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='actions', to='strategy.outcome')),
                ('title', models.CharField(max_length=200)),
                ('detail', models.TextField(blank=True)),
                ('prevention', models.CharField(blank=True, choices=[('primary', 'Primary'), ('secondary', 'Secondary'), ('tertiary', 'Tertiary')], max_length=12)),
                ('lead', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='actions_led', to='partners.organisation')),
                ('lead_role', models.CharField(blank=True, max_length=120)),
                ('starts_on', models.DateField()),
                ('due_on', models.DateField()),
                ('cost_gbp', models.PositiveIntegerField(blank=True, null=True)),
                ('paid_by', models.CharField(blank=True, max_length=200)),
                ('factor', models.CharField(blank=True, max_length=120)),
                ('strand', models.CharField(blank=True, choices=[('laws', 'Laws and how they are enforced'), ('norms', 'Norms and values'), ('environments', 'Safe environments'), ('parents', 'Support for parents and carers'), ('income', 'Income and economic strength'), ('services', 'Response and support services'), ('education', 'Education and life skills')], max_length=16)),
                ('public_wording', models.TextField(blank=True)),
                ('is_promise', models.BooleanField(default=False)),
                ('status', models.CharField(choices=[('not_started', 'Not started'), ('on_track', 'On track'), ('at_risk', 'At risk'), ('off_track', 'Off track'), ('blocked', 'Blocked'), ('awaiting_evidence', 'Awaiting evidence'), ('complete', 'Complete'), ('withdrawn', 'Withdrawn')], default='not_started', max_length=20)),
                ('reason', models.TextField(blank=True)),
                ('blocker', models.CharField(blank=True, choices=[('data', 'Data'), ('people', 'People'), ('money', 'Money'), ('legal', 'The law'), ('supplier', 'A supplier'), ('other', 'Something else')], max_length=12)),
                ('blocked_by', models.TextField(blank=True)),
                ('decision_needed', models.TextField(blank=True)),
                ('evidence', models.TextField(blank=True)),
                ('told_at', models.DateTimeField(blank=True, null=True)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('written_by', models.CharField(max_length=16)),
                ('written_at', models.DateTimeField()),
                ('version', models.PositiveIntegerField(default=1)),
                ('told_version', models.PositiveIntegerField(default=1)),
                ('partners', models.ManyToManyField(blank=True, related_name='actions_helped', to='partners.organisation')),
            ],
            options={
                'ordering': ['due_on', 'pk'],
                'indexes': [models.Index(fields=['workspace', 'status'], name='actions_by_status')],
                'constraints': [models.CheckConstraint(condition=models.Q(('due_on__gte', models.F('starts_on'))), name='an_action_is_due_after_it_starts'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'blocked'), _negated=True), models.Q(('blocker', ''), _negated=True), _connector='OR'), name='what_is_blocked_says_by_what'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('status__in', ['complete', 'withdrawn'])), models.Q(models.Q(('status__in', ['complete', 'withdrawn']), _negated=True), ('closed_at__isnull', True)), _connector='OR'), name='what_is_over_says_since_when'), models.CheckConstraint(condition=models.Q(('is_promise', False), models.Q(('public_wording', ''), _negated=True), _connector='OR'), name='a_promise_has_public_words')],
            },
        ),
        migrations.CreateModel(
            name='Wording',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='wordings', to='strategy.action')),
                ('number', models.PositiveIntegerField()),
                ('said', models.JSONField()),
                ('by', models.CharField(max_length=16)),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ['-number'],
                'constraints': [models.UniqueConstraint(fields=('action', 'number'), name='a_wording_once')],
            },
        ),
        migrations.CreateModel(
            name='Milestone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='milestones', to='strategy.action')),
                ('title', models.CharField(max_length=160)),
                ('due_on', models.DateField()),
                ('reached_on', models.DateField(blank=True, null=True)),
            ],
            options={
                'ordering': ['due_on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Update',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='updates', to='strategy.action')),
                ('by', models.CharField(max_length=16)),
                ('at', models.DateTimeField()),
                ('text', models.TextField(blank=True)),
                ('before', models.CharField(choices=[('not_started', 'Not started'), ('on_track', 'On track'), ('at_risk', 'At risk'), ('off_track', 'Off track'), ('blocked', 'Blocked'), ('awaiting_evidence', 'Awaiting evidence'), ('complete', 'Complete'), ('withdrawn', 'Withdrawn')], max_length=20)),
                ('declared', models.CharField(choices=[('not_started', 'Not started'), ('on_track', 'On track'), ('at_risk', 'At risk'), ('off_track', 'Off track'), ('blocked', 'Blocked'), ('awaiting_evidence', 'Awaiting evidence'), ('complete', 'Complete'), ('withdrawn', 'Withdrawn')], max_length=20)),
                ('computed', models.CharField(choices=[('not_started', 'Not started'), ('on_track', 'On track'), ('at_risk', 'At risk'), ('off_track', 'Off track'), ('blocked', 'Blocked'), ('awaiting_evidence', 'Awaiting evidence'), ('complete', 'Complete'), ('withdrawn', 'Withdrawn')], max_length=20)),
                ('reason', models.TextField(blank=True)),
                ('blocked_by', models.TextField(blank=True)),
                ('decision_needed', models.TextField(blank=True)),
                ('evidence', models.TextField(blank=True)),
                ('reached', models.JSONField(default=list)),
            ],
            options={
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Withheld',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=headwater.web.strategy.models.withheld_reference, max_length=16, unique=True)),
                ('action', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='withheld', to='strategy.action')),
                ('part', models.CharField(choices=[('whole', 'The whole action'), ('who', 'Who leads it and who helps'), ('dates', 'When it begins and ends'), ('money', 'What it costs and who pays')], max_length=8)),
                ('ground', models.CharField(choices=[('endangers', 'It could endanger a person'), ('investigation', 'It could prejudice an investigation'), ('functions', 'It could undermine the functions of an authority')], max_length=16)),
                ('why', models.TextField()),
                ('by', models.CharField(max_length=16)),
                ('at', models.DateTimeField()),
                ('ended_by', models.CharField(blank=True, max_length=16)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name_plural': 'withheld',
                'ordering': ['-at', '-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('action', 'part'), name='a_part_is_left_out_once')],
            },
        ),
    ]
