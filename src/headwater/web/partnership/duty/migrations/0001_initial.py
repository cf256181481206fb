import django.db.models.deletion
import headwater.web.partnership.duty.models
import headwater.web.partnership.duty.rules.monitoring
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('partners', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=headwater.web.partnership.duty.models.answer_reference, max_length=16, unique=True)),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='duty_answers', to='partners.workspace')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='duty_answers', to='partners.organisation')),
                ('obligation', models.CharField(max_length=40)),
                ('status', models.CharField(choices=[('not_assessed', 'Not assessed'), ('not_met', 'Not met'), ('partly', 'Partly met'), ('met', 'Met'), ('not_applicable', 'Not applicable')], max_length=16)),
                ('statement', models.TextField(blank=True)),
                ('reason', models.TextField(blank=True)),
                ('reviewed_on', models.DateField()),
                ('reviewed_by', models.CharField(max_length=16)),
                ('next_review_on', models.DateField()),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'obligation'), name='a_task_is_answered_once'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'not_applicable'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='what_does_not_apply_says_why'), models.CheckConstraint(condition=models.Q(('next_review_on__gt', models.F('reviewed_on'))), name='an_answer_is_reviewed_later')],
            },
        ),
        migrations.CreateModel(
            name='Readiness',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=headwater.web.partnership.duty.models.readiness_reference, max_length=16, unique=True)),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='readiness', to='partners.workspace')),
                ('domain', models.CharField(max_length=40)),
                ('year', models.PositiveSmallIntegerField()),
                ('level', models.CharField(choices=[('none', '0 None'), ('preparing', '1 Preparing'), ('emerging', '2 Emerging'), ('established', '3 Established'), ('mature', '4 Mature')], max_length=12)),
                ('why', models.TextField()),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='readiness', to='partners.organisation')),
                ('next_step', models.TextField(blank=True)),
                ('due_on', models.DateField(blank=True, null=True)),
                ('assessed_on', models.DateField()),
                ('assessed_by', models.CharField(max_length=16)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('workspace', 'year', 'domain'), name='a_domain_is_assessed_once_a_year'), models.CheckConstraint(condition=models.Q(('next_step', ''), models.Q(('due_on__isnull', False), ('next_step__gt', ''), ('owner__isnull', False)), _connector='OR'), name='a_next_step_has_an_owner_and_a_day')],
            },
        ),
        migrations.CreateModel(
            name='Return',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=headwater.web.partnership.duty.models.return_reference, max_length=16, unique=True)),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='returns', to='partners.workspace')),
                ('title', models.CharField(max_length=120)),
                ('questions', models.JSONField()),
                ('due_on', models.DateField()),
                ('status', models.CharField(choices=[('open', 'Open'), ('closed', 'Closed')], default=headwater.web.partnership.duty.rules.monitoring.ReturnStatus['OPEN'], max_length=8)),
                ('summary', models.TextField(blank=True)),
                ('asked_by', models.CharField(max_length=16)),
                ('asked_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'ordering': ['-due_on', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('status', 'open')), models.Q(('closed_at__isnull', False), ('status', 'closed')), _connector='OR'), name='a_closed_return_says_when')],
            },
        ),
        migrations.CreateModel(
            name='Request',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=headwater.web.partnership.duty.models.request_reference, max_length=16, unique=True)),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='duty_requests', to='partners.workspace')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='duty_requests', to='partners.organisation')),
                ('title', models.CharField(max_length=160)),
                ('wanted', models.TextField()),
                ('relates', models.TextField()),
                ('purpose', models.CharField(choices=[('assist', 'To assist the authority in meeting the Duty'), ('monitor', 'To monitor how the authority meets the Duty')], max_length=8)),
                ('content', models.CharField(choices=[('no_person', 'Counts, papers and accounts of what was done: nobody can be known'), ('personal', 'Personal information'), ('patient', 'Patient information')], max_length=12)),
                ('due_on', models.DateField()),
                ('status', models.CharField(choices=[('asked', 'Waits for an answer'), ('answered', 'Answered'), ('refused', 'Refused'), ('withdrawn', 'Withdrawn')], default=headwater.web.partnership.duty.rules.monitoring.RequestStatus['ASKED'], max_length=10)),
                ('answer', models.TextField(blank=True)),
                ('ground', models.CharField(blank=True, choices=[('not_ours', 'It does not relate to the authority or its functions'), ('not_held', 'The authority does not hold it'), ('patient', 'It is patient information'), ('health_personal', 'It is personal information of a health or social care authority'), ('data_protection', 'Data protection law forbids it'), ('intercepted', 'The Investigatory Powers Act 2016 bars it'), ('other_purpose', 'It is not needed to assist or monitor under section 14')], max_length=16)),
                ('asked_by', models.CharField(max_length=16)),
                ('asked_at', models.DateTimeField()),
                ('ended_by', models.CharField(blank=True, max_length=16)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'ordering': ['-asked_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('status', 'refused'), _negated=True), models.Q(('ground', ''), _negated=True), _connector='OR'), name='a_refused_request_has_a_ground'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('status', 'asked')), models.Q(models.Q(('status', 'asked'), _negated=True), ('ended_at__isnull', False)), _connector='OR'), name='a_request_that_ended_says_when')],
            },
        ),
        migrations.CreateModel(
            name='Concern',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=headwater.web.partnership.duty.models.concern_reference, max_length=16, unique=True)),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='concerns', to='partners.workspace')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='concerns', to='partners.organisation')),
                ('obligation', models.CharField(max_length=40)),
                ('title', models.CharField(max_length=160)),
                ('step', models.CharField(choices=[('authority', 'Raised with the authority'), ('board', 'Raised with the board'), ('body', 'Raised with the local policing body'), ('secretary', 'Raised with the Secretary of State'), ('direction', 'Direction given')], max_length=12)),
                ('follow_up_on', models.DateField(blank=True, null=True)),
                ('outcome', models.CharField(blank=True, choices=[('resolved', 'Put right'), ('withdrawn', 'No longer a concern'), ('complied', 'The direction was followed')], max_length=12)),
                ('ended_words', models.TextField(blank=True)),
                ('ended_on', models.DateField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'ordering': ['-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('ended_on__isnull', True), ('outcome', '')), models.Q(('ended_on__isnull', False), ('outcome__gt', '')), _connector='OR'), name='a_concern_that_ended_has_an_outcome')],
            },
        ),
        migrations.CreateModel(
            name='Review',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('answer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reviews', to='duty.answer')),
                ('status', models.CharField(choices=[('not_assessed', 'Not assessed'), ('not_met', 'Not met'), ('partly', 'Partly met'), ('met', 'Met'), ('not_applicable', 'Not applicable')], max_length=16)),
                ('statement', models.TextField(blank=True)),
                ('reason', models.TextField(blank=True)),
                ('at', models.DateTimeField()),
                ('by', models.CharField(max_length=16)),
            ],
            options={
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Reply',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=headwater.web.partnership.duty.models.reply_reference, max_length=16, unique=True)),
                ('of', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='replies', to='duty.return')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='duty_replies', to='partners.organisation')),
                ('status', models.CharField(choices=[('asked', 'Not begun'), ('draft', 'In draft'), ('sent', 'Sent')], default=headwater.web.partnership.duty.rules.monitoring.ReplyStatus['ASKED'], max_length=8)),
                ('answers', models.JSONField(default=list)),
                ('sent_by', models.CharField(blank=True, max_length=16)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('finding', models.TextField(blank=True)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'ordering': ['organisation__name', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('of', 'organisation'), name='an_organisation_replies_once_to_a_return'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'sent'), _negated=True), ('sent_at__isnull', False), _connector='OR'), name='a_reply_that_was_sent_says_when')],
            },
        ),
        migrations.CreateModel(
            name='ConcernStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('concern', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='duty.concern')),
                ('step', models.CharField(choices=[('authority', 'Raised with the authority'), ('board', 'Raised with the board'), ('body', 'Raised with the local policing body'), ('secretary', 'Raised with the Secretary of State'), ('direction', 'Direction given')], max_length=12)),
                ('on', models.DateField()),
                ('words', models.TextField()),
                ('by', models.CharField(max_length=16)),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
    ]
