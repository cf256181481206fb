import django.db.models.deletion
import headwater.web.insights.algorithms.models
import headwater.web.insights.algorithms.rules
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('partners', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Algorithm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=headwater.web.insights.algorithms.models.algorithm_reference, max_length=16, unique=True)),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='algorithms', to='partners.workspace')),
                ('key', models.SlugField(max_length=60)),
                ('name', models.CharField(max_length=160)),
                ('owner_organisation', models.CharField(max_length=200)),
                ('owner_role', models.CharField(max_length=160)),
                ('contact_email', models.EmailField(max_length=254)),
                ('purpose', models.TextField()),
                ('data_used', models.TextField()),
                ('checks', models.TextField()),
                ('human_oversight', models.TextField()),
                ('risks', models.TextField()),
                ('dpia_reference', models.CharField(max_length=120)),
                ('equality_reference', models.CharField(max_length=120)),
                ('tool_version', models.CharField(max_length=60)),
                ('reviewed_on', models.DateField()),
                ('expires_on', models.DateField()),
                ('status', models.CharField(choices=[('draft', 'Being described'), ('in_use', 'In use'), ('suspended', 'Suspended'), ('withdrawn', 'Withdrawn')], default=headwater.web.insights.algorithms.rules.Status['DRAFT'], max_length=12)),
                ('status_reason', models.TextField(blank=True)),
                ('predicts_about_people', models.BooleanField(default=False)),
                ('more', models.JSONField(blank=True, default=dict)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'ordering': ['name'],
                'constraints': [models.UniqueConstraint(fields=('workspace', 'key'), name='an_algorithm_once'), models.CheckConstraint(condition=models.Q(('expires_on__gte', models.F('reviewed_on'))), name='algorithm_expires_after_its_review'), models.CheckConstraint(condition=models.Q(('predicts_about_people', False)), name='no_algorithm_predicts_about_people')],
            },
        ),
        migrations.CreateModel(
            name='Edit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('algorithm', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='edits', to='algorithms.algorithm')),
                ('number', models.PositiveIntegerField()),
                ('at', models.DateTimeField()),
                ('by', models.CharField(max_length=16)),
                ('said', models.JSONField()),
            ],
            options={
                'ordering': ['-number'],
                'constraints': [models.UniqueConstraint(fields=('algorithm', 'number'), name='an_edit_once')],
            },
        ),
    ]
