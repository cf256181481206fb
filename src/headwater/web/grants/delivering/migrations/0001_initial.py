import django.db.models.deletion
import headwater.web.grants.delivering.models.grants
import headwater.web.grants.delivering.models.register
import headwater.web.grants.delivering.models.returns
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('deciding', '0001_initial'),
        ('documents', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('award', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='delivery', to='deciding.award')),
                ('is_light', models.BooleanField(default=False)),
                ('safeguarding_role', models.CharField(blank=True, max_length=120)),
                ('safeguarding_email', models.EmailField(blank=True, max_length=254)),
                ('rating', models.CharField(blank=True, choices=[('', 'Not rated'), ('green', 'On track'), ('amber', 'Some concern'), ('red', 'Off track')], default='', max_length=6)),
                ('rating_reason', models.TextField(blank=True)),
                ('rated_by', models.CharField(blank=True, max_length=16)),
                ('rated_at', models.DateTimeField(blank=True, null=True)),
                ('suspended_at', models.DateTimeField(blank=True, null=True)),
                ('suspended_why', models.TextField(blank=True)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('unspent', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True)),
                ('closing_words', models.TextField(blank=True)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('rating', ''), models.Q(('rating_reason', ''), _negated=True), _connector='OR'), name='a_rating_has_its_reason'), models.CheckConstraint(condition=models.Q(('unspent__isnull', True), ('unspent__gte', 0), _connector='OR'), name='unspent_is_not_below_nothing')],
            },
        ),
        migrations.CreateModel(
            name='Agreement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('delivery', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='agreements', to='delivering.delivery')),
                ('reference', models.CharField(default=headwater.web.grants.delivering.models.grants.agreement_reference, max_length=16, unique=True)),
                ('number', models.PositiveSmallIntegerField(default=1)),
                ('terms', models.TextField()),
                ('sha256', models.CharField(max_length=64)),
                ('sent_by', models.CharField(max_length=16)),
                ('sent_at', models.DateTimeField()),
                ('accepted_by', models.CharField(blank=True, max_length=16)),
                ('accepted_role', models.CharField(blank=True, max_length=120)),
                ('accepted_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['-number'],
                'constraints': [models.UniqueConstraint(fields=('delivery', 'number'), name='an_agreement_of_a_number_once'), models.CheckConstraint(condition=models.Q(('accepted_at__isnull', True), models.Q(('accepted_role', ''), _negated=True), _connector='OR'), name='who_accepts_says_as_whom')],
            },
        ),
        migrations.CreateModel(
            name='Condition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('delivery', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='conditions', to='delivering.delivery')),
                ('number', models.PositiveSmallIntegerField()),
                ('words', models.TextField()),
                ('due_on', models.DateField(blank=True, null=True)),
                ('met_on', models.DateField(blank=True, null=True)),
                ('met_by', models.CharField(blank=True, max_length=16)),
                ('evidence', models.TextField(blank=True)),
            ],
            options={
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('delivery', 'number'), name='a_condition_of_a_number_once')],
            },
        ),
        migrations.CreateModel(
            name='Instalment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('delivery', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='instalments', to='delivering.delivery')),
                ('number', models.PositiveSmallIntegerField()),
                ('amount', models.DecimalField(decimal_places=2, max_digits=12)),
                ('due_on', models.DateField()),
                ('waits_for', models.CharField(choices=[('agreed', 'The agreement is accepted'), ('return', 'A return is accepted')], default='agreed', max_length=6)),
                ('after_return', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('payment', models.CharField(blank=True, max_length=16)),
                ('scheduled_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('delivery', 'number'), name='an_instalment_of_a_number_once'), models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='an_instalment_is_something'), models.CheckConstraint(condition=models.Q(models.Q(('after_return__isnull', True), ('waits_for', 'agreed')), models.Q(('after_return__isnull', False), ('waits_for', 'return')), _connector='OR'), name='an_instalment_knows_its_return')],
            },
        ),
        migrations.CreateModel(
            name='BudgetLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('delivery', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='budget', to='delivering.delivery')),
                ('number', models.PositiveSmallIntegerField()),
                ('words', models.CharField(max_length=120)),
                ('amount', models.DecimalField(decimal_places=2, max_digits=12)),
            ],
            options={
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('delivery', 'number'), name='a_budget_line_of_a_number_once')],
            },
        ),
        migrations.CreateModel(
            name='Variation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('delivery', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='variations', to='delivering.delivery')),
                ('reference', models.CharField(default=headwater.web.grants.delivering.models.grants.variation_reference, max_length=16, unique=True)),
                ('state', models.CharField(choices=[('asked', 'Waits for a decision'), ('agreed', 'Agreed'), ('refused', 'Refused')], default='asked', max_length=8)),
                ('reason', models.TextField()),
                ('plan', models.TextField(blank=True)),
                ('old_amount', models.DecimalField(decimal_places=2, max_digits=12)),
                ('new_amount', models.DecimalField(decimal_places=2, max_digits=12)),
                ('old_ends_on', models.DateField()),
                ('new_ends_on', models.DateField()),
                ('asked_by', models.CharField(max_length=16)),
                ('asked_at', models.DateTimeField()),
                ('decided_by', models.CharField(blank=True, max_length=16)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('decision', models.TextField(blank=True)),
            ],
            options={
                'ordering': ['-asked_at', '-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'asked')), fields=('delivery',), name='one_variation_waits_at_a_time'), models.CheckConstraint(condition=models.Q(('state', 'asked'), models.Q(('decision', ''), _negated=True), _connector='OR'), name='a_decision_has_its_reason')],
            },
        ),
        migrations.CreateModel(
            name='Participant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('delivery', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='participants', to='delivering.delivery')),
                ('client_id', models.UUIDField()),
                ('code', models.CharField(max_length=12)),
                ('started_on', models.DateField()),
                ('age_band', models.CharField(choices=[('5-9', '5 to 9'), ('10-13', '10 to 13'), ('14-17', '14 to 17'), ('18-25', '18 to 25')], max_length=8)),
                ('area_code', models.CharField(blank=True, max_length=12)),
                ('referral', models.CharField(choices=[('self', 'Came by themselves or with a friend'), ('family', 'Family or carer'), ('school', 'School or college'), ('police', 'Police'), ('council', 'Council or social care'), ('health', 'Health service'), ('youth_justice', 'Youth justice service'), ('voluntary', 'Another charity or club'), ('other', 'Somebody else')], max_length=16)),
                ('lawful_basis', models.CharField(choices=[('task', 'Public task'), ('interest', 'Legitimate interest'), ('consent', 'Consent')], max_length=16)),
                ('consent', models.CharField(choices=[('person', 'The young person said yes'), ('parent', 'A parent or carer said yes'), ('both', 'Both said yes'), ('not_needed', 'Not needed: they were told what is kept')], max_length=16)),
                ('needs', models.JSONField(blank=True, default=list)),
                ('left_on', models.DateField(blank=True, null=True)),
                ('leaving', models.CharField(blank=True, choices=[('completed', 'Finished as planned'), ('moved', 'Moved away'), ('stopped', 'Stopped coming'), ('referred', 'Passed to another service'), ('other', 'Something else')], max_length=12)),
                ('written_by', models.CharField(max_length=16)),
                ('written_at', models.DateTimeField()),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'ordering': ['code'],
                'constraints': [models.UniqueConstraint(fields=('delivery', 'client_id'), name='a_participant_is_stored_once'), models.UniqueConstraint(fields=('delivery', 'code'), name='a_code_is_one_person'), models.CheckConstraint(condition=models.Q(models.Q(('leaving', ''), ('left_on__isnull', True)), models.Q(('left_on__isnull', False), models.Q(('leaving', ''), _negated=True)), _connector='OR'), name='who_left_left_for_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='Session',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('delivery', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sessions', to='delivering.delivery')),
                ('client_id', models.UUIDField()),
                ('reference', models.CharField(default=headwater.web.grants.delivering.models.register.session_reference, max_length=16, unique=True)),
                ('held_on', models.DateField()),
                ('activity', models.CharField(max_length=80)),
                ('minutes', models.PositiveSmallIntegerField()),
                ('cancelled_at', models.DateTimeField(blank=True, null=True)),
                ('written_by', models.CharField(max_length=16)),
                ('written_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['-held_on', '-pk'],
                'constraints': [models.UniqueConstraint(fields=('delivery', 'client_id'), name='a_session_is_stored_once'), models.CheckConstraint(condition=models.Q(('minutes__gte', 1), ('minutes__lte', 1440)), name='a_session_fits_in_a_day')],
            },
        ),
        migrations.CreateModel(
            name='Concern',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('delivery', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='concerns', to='delivering.delivery')),
                ('reference', models.CharField(default=headwater.web.grants.delivering.models.register.concern_reference, max_length=16, unique=True)),
                ('raised_by', models.CharField(max_length=16)),
                ('raised_at', models.DateTimeField()),
                ('passed_to', models.CharField(choices=[('lead', 'Our safeguarding lead'), ('police', 'The police (999 or 101)'), ('council', "The council's children's social care"), ('both', 'Our safeguarding lead and the police or council')], max_length=12)),
                ('passed_at', models.DateTimeField()),
                ('acknowledged_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['-raised_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Target',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('delivery', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='targets', to='delivering.delivery')),
                ('number', models.PositiveSmallIntegerField()),
                ('words', models.CharField(max_length=160)),
                ('kind', models.CharField(choices=[('people', 'Young people who start'), ('finished', 'Young people who finish as planned'), ('improved', 'Young people whose score improves'), ('goals', 'Young people who achieve a goal'), ('sessions', 'Sessions'), ('hours', 'Contact hours'), ('other', 'Something else')], max_length=10)),
                ('unit', models.CharField(max_length=40)),
                ('tool', models.CharField(blank=True, max_length=24)),
                ('evidence', models.CharField(choices=[('measured', 'Counted in the register'), ('evidenced', 'Shown by other evidence')], default='measured', max_length=9)),
                ('planned', models.JSONField(default=list)),
            ],
            options={
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('delivery', 'number'), name='a_target_of_a_number_once')],
            },
        ),
        migrations.CreateModel(
            name='Return',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('delivery', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='returns', to='delivering.delivery')),
                ('reference', models.CharField(default=headwater.web.grants.delivering.models.returns.return_reference, max_length=16, unique=True)),
                ('number', models.PositiveSmallIntegerField()),
                ('kind', models.CharField(choices=[('start', 'Start'), ('quarter', 'Quarter'), ('end', 'End')], max_length=8)),
                ('state', models.CharField(choices=[('open', 'Not sent'), ('submitted', 'Submitted'), ('changes', 'Changes requested'), ('accepted', 'Accepted')], default='open', max_length=10)),
                ('first_day', models.DateField()),
                ('last_day', models.DateField()),
                ('due_on', models.DateField()),
                ('narrative', models.TextField(blank=True)),
                ('quote', models.TextField(blank=True)),
                ('minutes_taken', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('certified_by', models.CharField(blank=True, max_length=16)),
                ('certified_role', models.CharField(blank=True, max_length=120)),
                ('certified_at', models.DateTimeField(blank=True, null=True)),
                ('wanted', models.TextField(blank=True)),
                ('decided_by', models.CharField(blank=True, max_length=16)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('reminded', models.PositiveSmallIntegerField(default=0)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('delivery', 'number'), name='a_return_of_a_number_once'), models.CheckConstraint(condition=models.Q(('first_day__lte', models.F('last_day'))), name='a_period_starts_before_it_ends'), models.CheckConstraint(condition=models.Q(('state__in', ['open', 'changes']), ('certified_at__isnull', False), _connector='OR'), name='what_was_sent_was_certified')],
            },
        ),
        migrations.CreateModel(
            name='Breakdown',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('delivery', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='breakdowns', to='delivering.delivery')),
                ('from_return', models.PositiveSmallIntegerField()),
                ('to_return', models.PositiveSmallIntegerField()),
                ('people', models.PositiveIntegerField()),
                ('cells', models.JSONField(default=dict)),
                ('rule', models.CharField(max_length=20)),
                ('made_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['to_return'],
                'constraints': [models.UniqueConstraint(fields=('delivery', 'from_return'), name='people_are_broken_down_once'), models.CheckConstraint(condition=models.Q(('people__gte', 5)), name='no_few_are_broken_down')],
            },
        ),
        migrations.CreateModel(
            name='Mark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='marks', to='delivering.session')),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='marks', to='delivering.participant')),
                ('client_id', models.UUIDField()),
                ('state', models.CharField(choices=[('present', 'Present'), ('late', 'Came late'), ('absent', 'Absent')], max_length=8)),
                ('reason', models.CharField(blank=True, choices=[('ill', 'Ill'), ('school', 'School or work'), ('family', 'Family'), ('travel', 'Could not get here'), ('excluded', 'Asked to stay away'), ('no_wish', 'Did not want to come'), ('unknown', 'Not known')], max_length=12)),
                ('corrects', models.JSONField(blank=True, default=list)),
                ('said_at', models.DateTimeField()),
                ('received_at', models.DateTimeField()),
                ('by', models.CharField(max_length=16)),
            ],
            options={
                'ordering': ['said_at', 'client_id'],
                'constraints': [models.UniqueConstraint(fields=('session', 'client_id'), name='a_mark_is_stored_once'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'absent'), models.Q(('reason', ''), _negated=True)), models.Q(models.Q(('state', 'absent'), _negated=True), ('reason', '')), _connector='OR'), name='whoever_is_absent_has_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attendances', to='delivering.session')),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attendances', to='delivering.participant')),
                ('state', models.CharField(choices=[('present', 'Present'), ('late', 'Came late'), ('absent', 'Absent')], max_length=8)),
                ('reason', models.CharField(blank=True, choices=[('ill', 'Ill'), ('school', 'School or work'), ('family', 'Family'), ('travel', 'Could not get here'), ('excluded', 'Asked to stay away'), ('no_wish', 'Did not want to come'), ('unknown', 'Not known')], max_length=12)),
                ('is_disputed', models.BooleanField(default=False)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('session', 'participant'), name='one_attendance_at_a_session')],
            },
        ),
        migrations.CreateModel(
            name='Measure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='measures', to='delivering.participant')),
                ('tool', models.CharField(max_length=24)),
                ('edition', models.CharField(max_length=40)),
                ('stage', models.CharField(choices=[('before', 'At the start'), ('after', 'At the end')], max_length=6)),
                ('taken_on', models.DateField()),
                ('score', models.DecimalField(blank=True, decimal_places=2, max_digits=6, null=True)),
                ('missing', models.CharField(blank=True, choices=[('not_asked', 'Not asked'), ('refused', 'Did not want to answer'), ('left', 'Left before it was due'), ('not_fit', 'The tool did not suit them')], max_length=12)),
                ('written_by', models.CharField(max_length=16)),
                ('written_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['tool', 'stage'],
                'constraints': [models.UniqueConstraint(fields=('participant', 'tool', 'stage'), name='one_score_before_and_one_after'), models.CheckConstraint(condition=models.Q(('score__isnull', True), ('missing', ''), _connector='XOR'), name='a_score_or_why_there_is_none')],
            },
        ),
        migrations.CreateModel(
            name='Goal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='goals', to='delivering.participant')),
                ('words', models.CharField(max_length=160)),
                ('state', models.CharField(choices=[('open', 'Being worked on'), ('achieved', 'Achieved'), ('partly', 'Partly achieved'), ('not', 'Not achieved')], default='open', max_length=8)),
                ('set_on', models.DateField()),
                ('reviewed_on', models.DateField(blank=True, null=True)),
                ('written_by', models.CharField(max_length=16)),
            ],
            options={
                'ordering': ['set_on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ReturnLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('of', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='delivering.return')),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='delivering.target')),
                ('planned', models.PositiveIntegerField()),
                ('achieved', models.PositiveIntegerField(blank=True, null=True)),
                ('counted', models.PositiveIntegerField(blank=True, null=True)),
                ('reason', models.TextField(blank=True)),
            ],
            options={
                'ordering': ['target__number'],
                'constraints': [models.UniqueConstraint(fields=('of', 'target'), name='a_target_once_in_a_return')],
            },
        ),
        migrations.CreateModel(
            name='SpendLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('of', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='spends', to='delivering.return')),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='spends', to='delivering.budgetline')),
                ('spent', models.DecimalField(decimal_places=2, default=0, max_digits=12)),
                ('reason', models.TextField(blank=True)),
            ],
            options={
                'ordering': ['line__number'],
                'constraints': [models.UniqueConstraint(fields=('of', 'line'), name='a_budget_line_once_in_a_return'), models.CheckConstraint(condition=models.Q(('spent__gte', 0)), name='spent_is_not_below_nothing')],
            },
        ),
        migrations.CreateModel(
            name='Receipt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('of', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='receipts', to='delivering.return')),
                ('document', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='receipt', to='documents.document')),
                ('added_by', models.CharField(max_length=16)),
                ('added_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['added_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ReturnVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('of', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='delivering.return')),
                ('number', models.PositiveSmallIntegerField()),
                ('said', models.JSONField()),
                ('certified_by', models.CharField(max_length=16)),
                ('certified_role', models.CharField(max_length=120)),
                ('at', models.DateTimeField()),
                ('wanted', models.TextField(blank=True)),
            ],
            options={
                'ordering': ['-number'],
                'constraints': [models.UniqueConstraint(fields=('of', 'number'), name='a_return_version_once')],
            },
        ),
        migrations.CreateModel(
            name='Shown',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('of', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shown', to='delivering.returnversion')),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shown', to='delivering.target')),
                ('total', models.PositiveIntegerField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('of', 'target'), name='a_total_is_shown_once'), models.CheckConstraint(condition=models.Q(('total', 0), ('total__gte', 5), _connector='OR'), name='no_few_people_are_shown')],
            },
        ),
    ]
