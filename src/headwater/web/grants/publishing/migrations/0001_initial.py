import django.db.models.deletion
import headwater.web.grants.publishing.models
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('deciding', '0001_initial'),
        ('partners', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Imprint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('workspace', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='grants_imprint', to='partners.workspace')),
                ('reference', models.CharField(default=headwater.web.grants.publishing.models.imprint_reference, max_length=16, unique=True)),
                ('prefix', models.CharField(max_length=60)),
                ('funder_id', models.CharField(blank=True, max_length=80)),
                ('written_by', models.CharField(max_length=16)),
                ('written_at', models.DateTimeField()),
                ('version', models.PositiveIntegerField(default=1)),
            ],
        ),
        migrations.CreateModel(
            name='Particulars',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('award', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='particulars', to='deciding.award')),
                ('reference', models.CharField(default=headwater.web.grants.publishing.models.particulars_reference, max_length=16, unique=True)),
                ('recipient_id', models.CharField(blank=True, max_length=80)),
                ('places', models.JSONField(blank=True, default=list)),
                ('written_by', models.CharField(max_length=16)),
                ('written_at', models.DateTimeField()),
                ('version', models.PositiveIntegerField(default=1)),
            ],
        ),
        migrations.CreateModel(
            name='NameLeftOut',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('award', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='names_left_out', to='deciding.award')),
                ('reference', models.CharField(default=headwater.web.grants.publishing.models.name_reference, max_length=16, unique=True)),
                ('words', models.CharField(max_length=160)),
                ('reason', models.CharField(max_length=300)),
                ('by', models.CharField(max_length=16)),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ['at', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('award', 'words'), name='a_name_left_out_once')],
            },
        ),
        migrations.CreateModel(
            name='Batch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grants_batches', to='partners.workspace')),
                ('reference', models.CharField(default=headwater.web.grants.publishing.models.batch_reference, max_length=16, unique=True)),
                ('content', models.JSONField()),
                ('grants', models.PositiveIntegerField()),
                ('amount', models.DecimalField(decimal_places=2, max_digits=12)),
                ('json_sha256', models.CharField(max_length=64)),
                ('csv_sha256', models.CharField(max_length=64)),
                ('list_sha256', models.CharField(max_length=64)),
                ('made_by', models.CharField(max_length=16)),
                ('made_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['-made_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='OtherFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='other_grant_files', to='partners.workspace')),
                ('reference', models.CharField(default=headwater.web.grants.publishing.models.file_reference, max_length=16, unique=True)),
                ('name', models.CharField(max_length=200)),
                ('publisher', models.CharField(blank=True, max_length=500)),
                ('licence', models.CharField(blank=True, max_length=500)),
                ('encoding', models.CharField(max_length=40)),
                ('given', models.JSONField(default=list)),
                ('faults', models.JSONField(default=list)),
                ('cautions', models.JSONField(default=list)),
                ('wrong', models.PositiveIntegerField(default=0)),
                ('people', models.PositiveIntegerField(default=0)),
                ('stage', models.CharField(choices=[('looked_at', 'Looked at'), ('taken_in', 'Taken in'), ('dropped', 'Left out'), ('undone', 'Undone')], default='looked_at', max_length=10)),
                ('added', models.PositiveIntegerField(default=0)),
                ('changed', models.PositiveIntegerField(default=0)),
                ('unchanged', models.PositiveIntegerField(default=0)),
                ('by', models.CharField(max_length=16)),
                ('at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('undone_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='OtherGrant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='grants', to='publishing.otherfile')),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='other_grants', to='partners.workspace')),
                ('grant_id', models.CharField(max_length=500)),
                ('is_current', models.BooleanField(default=True)),
                ('title', models.CharField(max_length=500)),
                ('funder', models.CharField(max_length=500)),
                ('funder_id', models.CharField(max_length=500)),
                ('recipient', models.CharField(max_length=500)),
                ('recipient_id', models.CharField(max_length=500)),
                ('charity_number', models.CharField(blank=True, db_index=True, max_length=16)),
                ('company_number', models.CharField(blank=True, db_index=True, max_length=16)),
                ('amount', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True)),
                ('currency', models.CharField(max_length=3)),
                ('awarded_on', models.DateField()),
                ('places', models.TextField(blank=True)),
                ('kept', models.JSONField()),
            ],
            options={
                'ordering': ['-awarded_on', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('is_current', True)), fields=('workspace', 'grant_id'), name='an_other_grant_stands_once')],
            },
        ),
    ]
