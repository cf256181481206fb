import django.db.models.deletion
import headwater.web.releases.models
import headwater.web.releases.rules.workflow
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('editions', '0001_initial'),
        ('partners', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Release',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=headwater.web.releases.models.release_reference, max_length=16, unique=True)),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='releases', to='partners.workspace')),
                ('kind', models.CharField(choices=[('assessment', 'Needs assessment'), ('update', 'Update from the commissioner'), ('algorithm', 'Algorithm record'), ('warning', 'Early warning of a week'), ('scorecard', 'Scorecard of early warning'), ('plan', 'Joint plan'), ('grants', 'Grants and projects')], max_length=12)),
                ('subject', models.CharField(db_index=True, max_length=16)),
                ('edition', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='releases', to='editions.edition')),
                ('title', models.CharField(max_length=200)),
                ('slug', models.CharField(max_length=120)),
                ('number', models.PositiveSmallIntegerField()),
                ('snapshot', models.JSONField(default=dict)),
                ('fingerprint', models.CharField(max_length=64)),
                ('status', models.CharField(choices=[('proposed', 'Waiting for approval'), ('refused', 'Refused'), ('approved', 'Approved, waiting to be published'), ('published', 'Published'), ('superseded', 'Replaced by a correction or a later edition'), ('withdrawn', 'Withdrawn')], default=headwater.web.releases.rules.workflow.Status['PROPOSED'], max_length=12)),
                ('is_restricted', models.BooleanField(default=False)),
                ('checks', models.JSONField(default=dict)),
                ('proposed_by', models.CharField(max_length=16)),
                ('authors', models.JSONField(default=list)),
                ('proposed_at', models.DateTimeField()),
                ('reason', models.TextField()),
                ('embargo_until', models.DateTimeField(blank=True, null=True)),
                ('published_at', models.DateTimeField(blank=True, db_index=True, null=True)),
                ('corrects', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='releases.release')),
                ('correction', models.TextField(blank=True)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawal', models.TextField(blank=True)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'ordering': ['-proposed_at'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('status', 'refused'), _negated=True), fields=('kind', 'slug', 'number'), name='a_release_number_once'), models.UniqueConstraint(condition=models.Q(('status__in', ['proposed', 'approved'])), fields=('kind', 'slug'), name='one_open_proposal_for_an_address'), models.UniqueConstraint(condition=models.Q(('status', 'refused'), _negated=True), fields=('corrects',), name='a_release_is_corrected_once'), models.UniqueConstraint(condition=models.Q(('status', 'published')), fields=('kind', 'slug'), name='one_current_number_for_an_address'), models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['published', 'superseded', 'withdrawn']), _negated=True), ('published_at__isnull', False), _connector='OR'), name='what_is_published_says_when'), models.CheckConstraint(condition=models.Q(('published_at__isnull', True), ('embargo_until__isnull', True), ('published_at__gte', models.F('embargo_until')), _connector='OR'), name='nothing_is_published_before_its_embargo_ends'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'withdrawn'), _negated=True), models.Q(('withdrawn_at__isnull', False), models.Q(('withdrawal', ''), _negated=True)), _connector='OR'), name='what_is_withdrawn_says_why'), models.CheckConstraint(condition=models.Q(('corrects__isnull', True), models.Q(('correction', ''), _negated=True), _connector='OR'), name='a_correction_says_what_changed')],
            },
        ),
        migrations.CreateModel(
            name='Approval',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('release', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='approvals', to='releases.release')),
                ('by', models.CharField(max_length=16)),
                ('approves', models.BooleanField()),
                ('reason', models.TextField()),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ['at'],
                'constraints': [models.UniqueConstraint(fields=('release', 'by'), name='one_answer_a_person')],
            },
        ),
    ]
