import django.db.models.deletion
import django.utils.timezone
import headwater.web.grants.applying.models.applications
import headwater.web.grants.applying.models.people
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('documents', '0001_initial'),
        ('rounds', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Applicant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=headwater.web.grants.applying.models.people.applicant_reference, max_length=16, unique=True)),
                ('email', models.EmailField(max_length=254, unique=True)),
                ('name', models.CharField(blank=True, max_length=160)),
                ('phone', models.CharField(blank=True, max_length=40)),
                ('first_seen_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('last_seen_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='SignInCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('browser_hash', models.CharField(max_length=64, unique=True)),
                ('email', models.EmailField(max_length=254)),
                ('code_hash', models.CharField(max_length=64)),
                ('network', models.CharField(max_length=64)),
                ('made_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('used_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['email', 'made_at'], name='codes_by_address'), models.Index(fields=['network', 'made_at'], name='codes_by_network')],
            },
        ),
        migrations.CreateModel(
            name='Application',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='applications', to='rounds.round')),
                ('reference', models.CharField(default=headwater.web.grants.applying.models.applications.application_reference, max_length=16, unique=True)),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('ineligible', 'Not eligible'), ('submitted', 'Submitted'), ('assessment', 'Being assessed'), ('clarification', 'Waiting for an answer'), ('panel', 'With the panel'), ('approved', 'Approved'), ('declined', 'Declined'), ('withdrawn', 'Withdrawn')], default='draft', max_length=14)),
                ('started_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='started', to='applying.applicant')),
                ('organisation', models.CharField(blank=True, max_length=200)),
                ('organisation_key', models.CharField(blank=True, db_index=True, max_length=200)),
                ('organisation_kind', models.CharField(blank=True, choices=[('charity', 'Registered charity'), ('company', 'Community interest company or other company'), ('group', 'Community group without a registration'), ('school', 'School or college'), ('council', 'Parish, town, district or county council'), ('public', 'Other public body')], max_length=10)),
                ('charity_number', models.CharField(blank=True, max_length=16)),
                ('company_number', models.CharField(blank=True, max_length=16)),
                ('yearly_income', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True)),
                ('is_small', models.BooleanField(default=False)),
                ('title', models.CharField(blank=True, max_length=160)),
                ('summary', models.TextField(blank=True)),
                ('amount', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True)),
                ('area_codes', models.JSONField(blank=True, default=list)),
                ('minimum_age', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('maximum_age', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('people', models.PositiveIntegerField(blank=True, null=True)),
                ('approach', models.CharField(blank=True, max_length=60)),
                ('level', models.CharField(blank=True, max_length=12)),
                ('starts_on', models.DateField(blank=True, null=True)),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('eligibility', models.JSONField(blank=True, default=dict)),
                ('started_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('edited_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('edited_by', models.CharField(blank=True, max_length=16)),
                ('warned_at', models.DateTimeField(blank=True, null=True)),
                ('submitted_at', models.DateTimeField(blank=True, null=True)),
                ('submitted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='submitted', to='applying.applicant')),
                ('certified_name', models.CharField(blank=True, max_length=160)),
                ('certified_role', models.CharField(blank=True, max_length=160)),
                ('was_late', models.BooleanField(default=False)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'indexes': [models.Index(fields=['round', 'state'], name='applications_of_a_round')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'ineligible', 'withdrawn']), ('submitted_at__isnull', False), _connector='OR'), name='what_is_assessed_was_submitted'), models.CheckConstraint(condition=models.Q(('submitted_at__isnull', True), models.Q(('certified_name', ''), _negated=True), _connector='OR'), name='what_was_submitted_was_certified')],
            },
        ),
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=headwater.web.grants.applying.models.people.letter_reference, max_length=16, unique=True)),
                ('key', models.CharField(max_length=120, unique=True)),
                ('application', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='letters', to='applying.application')),
                ('address', models.EmailField(max_length=254)),
                ('subject', models.CharField(max_length=200)),
                ('words', models.TextField()),
                ('is_secret', models.BooleanField(default=False)),
                ('at', models.DateTimeField()),
                ('try_at', models.DateTimeField()),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('given_up_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('given_up_at__isnull', True), ('sent_at__isnull', True)), fields=['try_at'], name='letters_still_to_go')],
            },
        ),
        migrations.CreateModel(
            name='Member',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='applying.application')),
                ('applicant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='applying.applicant')),
                ('may_submit', models.BooleanField(default=True)),
                ('added_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='applying.applicant')),
                ('added_at', models.DateTimeField()),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('removed_at__isnull', True)), fields=('application', 'applicant'), name='a_member_of_an_application_once')],
            },
        ),
        migrations.CreateModel(
            name='ResumeLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to='applying.application')),
                ('applicant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to='applying.applicant')),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('made_at', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='applying.application')),
                ('key', models.CharField(max_length=60)),
                ('given', models.JSONField()),
                ('version', models.PositiveIntegerField(default=1)),
                ('by', models.CharField(max_length=16)),
                ('at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('application', 'key'), name='one_answer_to_a_question')],
            },
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='applying.application')),
                ('document', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='attached', to='documents.document')),
                ('key', models.CharField(max_length=60)),
                ('added_by', models.CharField(max_length=16)),
                ('added_at', models.DateTimeField()),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Move',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='moves', to='applying.application')),
                ('start', models.CharField(choices=[('draft', 'Draft'), ('ineligible', 'Not eligible'), ('submitted', 'Submitted'), ('assessment', 'Being assessed'), ('clarification', 'Waiting for an answer'), ('panel', 'With the panel'), ('approved', 'Approved'), ('declined', 'Declined'), ('withdrawn', 'Withdrawn')], max_length=14)),
                ('end', models.CharField(choices=[('draft', 'Draft'), ('ineligible', 'Not eligible'), ('submitted', 'Submitted'), ('assessment', 'Being assessed'), ('clarification', 'Waiting for an answer'), ('panel', 'With the panel'), ('approved', 'Approved'), ('declined', 'Declined'), ('withdrawn', 'Withdrawn')], max_length=14)),
                ('reason', models.TextField(blank=True)),
                ('by', models.CharField(max_length=16)),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='LateRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('application', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='late', to='applying.application')),
                ('reached_at', models.DateTimeField()),
                ('certified_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='applying.applicant')),
                ('certified_name', models.CharField(max_length=160)),
                ('certified_role', models.CharField(max_length=160)),
                ('why', models.TextField(blank=True)),
                ('reason', models.TextField(blank=True)),
                ('proposed_by', models.CharField(blank=True, max_length=16)),
                ('proposed_at', models.DateTimeField(blank=True, null=True)),
                ('decided_by', models.CharField(blank=True, max_length=16)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('is_taken', models.BooleanField(blank=True, null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('is_taken', True), _negated=True), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='two_people_take_a_late_application')],
            },
        ),
    ]
