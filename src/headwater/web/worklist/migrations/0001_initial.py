import django.db.models.deletion
import headwater.web.worklist.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('partners', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Item',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=headwater.web.worklist.models.item_reference, max_length=16, unique=True)),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='work', to='partners.workspace')),
                ('kind', models.CharField(max_length=40)),
                ('title', models.CharField(max_length=200)),
                ('link', models.CharField(max_length=300)),
                ('about', models.CharField(max_length=60)),
                ('due_on', models.DateField()),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='work', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='work', to='partners.organisation')),
                ('roles', models.CharField(blank=True, max_length=80)),
                ('whom', models.CharField(max_length=140)),
                ('opened_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('chases', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('closed_at__isnull', True)), fields=['workspace', 'due_on'], name='work_still_open')],
                'constraints': [models.UniqueConstraint(fields=('workspace', 'kind', 'about', 'whom'), name='an_item_is_there_once'), models.CheckConstraint(condition=models.Q(('user__isnull', False), ('organisation__isnull', False), models.Q(('roles', ''), _negated=True), _connector='OR'), name='an_item_waits_for_somebody')],
            },
        ),
        migrations.CreateModel(
            name='Feed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=headwater.web.worklist.models.feed_reference, max_length=16, unique=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='feeds', to=settings.AUTH_USER_MODEL)),
                ('workspace', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.workspace')),
                ('role', models.CharField(blank=True, choices=[('viewer', 'viewer'), ('contributor', 'contributor'), ('lead', 'lead'), ('approver', 'approver'), ('auditor', 'auditor'), ('administrator', 'administrator')], max_length=16)),
                ('about', models.CharField(blank=True, max_length=40)),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('made_at', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('about', ''), ('role', ''), ('workspace__isnull', True)), models.Q(('about', ''), ('workspace__isnull', False), models.Q(('role', ''), _negated=True)), models.Q(('role', ''), ('workspace__isnull', False), models.Q(('about', ''), _negated=True)), _connector='OR'), name='a_calendar_in_a_workspace_is_of_one_thing')],
            },
        ),
    ]
