import django.db.models.deletion
import headwater.web.thread.models
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('partners', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Tie',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=headwater.web.thread.models.tie_reference, max_length=16, unique=True)),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ties', to='partners.workspace')),
                ('from_kind', models.CharField(max_length=24)),
                ('from_reference', models.CharField(max_length=120)),
                ('relation', models.CharField(choices=[('evidence', 'shows'), ('answers', 'answers'), ('part_of', 'is part of'), ('decided_in', 'was decided in'), ('discussed_at', 'was discussed at'), ('made_from', 'was made from'), ('uses', 'uses'), ('delivers', 'delivers'), ('pays_for', 'pays for'), ('measures', 'measures')], max_length=16)),
                ('to_kind', models.CharField(max_length=24)),
                ('to_reference', models.CharField(max_length=120)),
                ('made_by', models.CharField(max_length=16)),
                ('made_at', models.DateTimeField()),
                ('ended_by', models.CharField(blank=True, max_length=16)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('ended_at__isnull', True)), fields=['workspace', 'from_kind', 'from_reference'], name='ties_from'), models.Index(condition=models.Q(('ended_at__isnull', True)), fields=['workspace', 'to_kind', 'to_reference'], name='ties_to')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('workspace', 'from_kind', 'from_reference', 'relation', 'to_kind', 'to_reference'), name='a_tie_is_there_once')],
            },
        ),
    ]
