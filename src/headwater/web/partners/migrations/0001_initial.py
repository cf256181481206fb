import django.db.models.deletion
import django.utils.timezone
import headwater.web.partners.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Workspace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=40, unique=True)),
                ('name', models.CharField(max_length=120)),
                ('area_code', models.CharField(max_length=12)),
                ('area_name', models.CharField(max_length=120)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name='OwnerBody',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='owners', to='partners.workspace')),
                ('reference', models.CharField(default=headwater.web.partners.models.owner_body_reference, max_length=16, unique=True)),
                ('kind', models.CharField(choices=[('pcc', 'Police and crime commissioner'), ('pfcc', 'Police, fire and crime commissioner'), ('mayor', 'Mayor with policing functions'), ('board', 'Policing and crime board'), ('city', 'Common Council of the City of London')], max_length=8)),
                ('name', models.CharField(max_length=160)),
                ('legal_name', models.CharField(max_length=200)),
                ('email', models.EmailField(max_length=254)),
                ('address', models.TextField(blank=True)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('successor', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='predecessor', to='partners.ownerbody')),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='owner_body_ends_after_it_starts'), models.UniqueConstraint(condition=models.Q(('ends_on__isnull', True)), fields=('workspace',), name='one_owner_body_without_an_end')],
            },
        ),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='organisations', to='partners.workspace')),
                ('reference', models.CharField(default=headwater.web.partners.models.organisation_reference, max_length=16, unique=True)),
                ('name', models.CharField(max_length=160)),
                ('statutory_role', models.CharField(choices=[('local_policing_body', 'Local policing body'), ('police', 'Chief officer of police'), ('probation', 'Provider of probation services'), ('youth_offending_team', 'Youth offending team'), ('fire', 'Fire and rescue authority'), ('health', 'Integrated care board or local health board'), ('local_authority', 'Local authority'), ('education', 'Educational authority'), ('prison', 'Prison authority'), ('youth_custody', 'Youth custody authority'), ('voluntary', 'Voluntary or community organisation'), ('unit', 'Violence reduction unit or partnership team'), ('other', 'Other partner')], max_length=24)),
                ('area_codes', models.JSONField(blank=True, default=list)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('workspace', 'name', 'starts_on'), name='an_organisation_once_from_a_day'), models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='organisation_ends_after_it_starts')],
            },
        ),
        migrations.CreateModel(
            name='Succession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('predecessor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='followed_by', to='partners.organisation')),
                ('successor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='follows', to='partners.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('predecessor', 'successor'), name='one_organisation_follows_another_once'), models.CheckConstraint(condition=models.Q(('predecessor', models.F('successor')), _negated=True), name='no_organisation_follows_itself')],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=headwater.web.partners.models.membership_reference, max_length=16, unique=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='partners.organisation')),
                ('role', models.CharField(choices=[('viewer', 'viewer'), ('contributor', 'contributor'), ('lead', 'lead'), ('approver', 'approver'), ('auditor', 'auditor'), ('administrator', 'administrator')], max_length=16)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('granted_by', models.CharField(max_length=16)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ends_on__isnull', True)), fields=('user', 'organisation', 'role'), name='one_open_membership_of_a_kind'), models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='membership_ends_after_it_starts'), models.CheckConstraint(condition=models.Q(('ended_at__isnull', True), ('ends_on__isnull', False), _connector='OR'), name='membership_ended_has_a_last_day')],
            },
        ),
        migrations.AddField(
            model_name='organisation',
            name='successors',
            field=models.ManyToManyField(related_name='predecessors', through='partners.Succession', to='partners.organisation'),
        ),
    ]
