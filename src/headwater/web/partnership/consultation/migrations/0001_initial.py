import django.db.models.deletion
import headwater.web.partnership.consultation.models
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('partners', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Consultee',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=headwater.web.partnership.consultation.models.consultee_reference, max_length=16, unique=True)),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consultees', to='partners.workspace')),
                ('name', models.CharField(max_length=160)),
                ('sort', models.CharField(choices=[('educational', 'Educational authority'), ('prison', 'Prison authority'), ('youth_custody', 'Youth custody authority')], max_length=16)),
                ('kind', models.CharField(blank=True, max_length=80)),
                ('number', models.CharField(blank=True, max_length=20)),
                ('place', models.CharField(blank=True, max_length=80)),
                ('post', models.CharField(blank=True, max_length=120)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'ordering': ['sort', 'name', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ends_on__isnull', True)), fields=('workspace', 'name'), name='a_consultee_has_a_name_of_its_own'), models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='a_consultee_ends_after_it_starts')],
            },
        ),
        migrations.CreateModel(
            name='Round',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=headwater.web.partnership.consultation.models.round_reference, max_length=16, unique=True)),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consultations', to='partners.workspace')),
                ('title', models.CharField(max_length=160)),
                ('about', models.TextField(blank=True)),
                ('opens_on', models.DateField()),
                ('answers_by', models.DateField()),
                ('closed_on', models.DateField(blank=True, null=True)),
                ('closing', models.TextField(blank=True)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'ordering': ['-opens_on', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('answers_by__gte', models.F('opens_on'))), name='answers_come_after_opening'), models.CheckConstraint(condition=models.Q(('closed_on__isnull', True), models.Q(('closing', ''), _negated=True), _connector='OR'), name='a_closed_round_says_what_came_of_it')],
            },
        ),
        migrations.CreateModel(
            name='Asked',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='asked', to='consultation.round')),
                ('consultee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='asked', to='consultation.consultee')),
                ('asked_on', models.DateField()),
                ('method', models.CharField(choices=[('email', 'By e-mail'), ('letter', 'By letter'), ('telephone', 'By telephone'), ('meeting', 'At a meeting')], max_length=12)),
                ('asked_by', models.CharField(max_length=16)),
                ('batch', models.CharField(max_length=16)),
                ('reminded_on', models.DateField(blank=True, null=True)),
                ('reminders', models.PositiveSmallIntegerField(default=0)),
                ('replied_on', models.DateField(blank=True, null=True)),
                ('summary', models.TextField(blank=True)),
                ('changed', models.TextField(blank=True)),
                ('no_reply_on', models.DateField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('round', 'consultee'), name='a_consultee_is_asked_once_a_round'), models.CheckConstraint(condition=models.Q(('replied_on__isnull', True), models.Q(('summary', ''), _negated=True), _connector='OR'), name='a_reply_says_something'), models.CheckConstraint(condition=models.Q(('replied_on__isnull', True), ('no_reply_on__isnull', True), _connector='OR'), name='there_is_a_reply_or_none')],
            },
        ),
        migrations.CreateModel(
            name='Request',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=headwater.web.partnership.consultation.models.request_reference, max_length=16, unique=True)),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='collaborations', to='partners.workspace')),
                ('consultee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='consultation.consultee')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='collaboration_requests', to='partners.organisation')),
                ('is_by_consultee', models.BooleanField(default=False)),
                ('what', models.TextField()),
                ('asked_on', models.DateField()),
                ('answer_by', models.DateField()),
                ('status', models.CharField(choices=[('requested', 'Requested'), ('accepted', 'Accepted'), ('declined', 'Declined')], default='requested', max_length=12)),
                ('ground', models.CharField(blank=True, choices=[('incompatible_duty', 'It would be incompatible with another duty'), ('adverse_effect', 'It would harm how its own functions are carried out'), ('disproportionate', 'It would be disproportionate to the need here'), ('undue_cost', 'It would cost too much')], max_length=20)),
                ('reason', models.TextField(blank=True)),
                ('answered_on', models.DateField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'ordering': ['-asked_on', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('status', 'declined'), _negated=True), models.Q(models.Q(('ground', ''), _negated=True), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='who_declines_says_on_what_ground'), models.CheckConstraint(condition=models.Q(('status', 'requested'), ('answered_on__isnull', False), _connector='OR'), name='an_answered_request_has_a_day')],
            },
        ),
    ]
