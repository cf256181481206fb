import django.db.models.deletion
import headwater.web.partnership.definition.models
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('partners', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='LocalDefinition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=headwater.web.partnership.definition.models.version_reference, max_length=16, unique=True)),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='definitions', to='partners.workspace')),
                ('number', models.PositiveSmallIntegerField()),
                ('status', models.CharField(choices=[('draft', 'Draft'), ('proposed', 'Put to a board'), ('approved', 'In force'), ('replaced', 'Replaced'), ('discarded', 'Put away')], default='draft', max_length=12)),
                ('title', models.CharField(max_length=160)),
                ('sentence', models.TextField(blank=True)),
                ('age_from', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('age_to', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('begun_by', models.CharField(max_length=16)),
                ('begun_at', models.DateTimeField()),
                ('proposed_by', models.CharField(blank=True, max_length=16)),
                ('proposed_at', models.DateTimeField(blank=True, null=True)),
                ('sent_back', models.TextField(blank=True)),
                ('board', models.CharField(blank=True, max_length=160)),
                ('minute', models.CharField(blank=True, max_length=120)),
                ('approved_on', models.DateField(blank=True, null=True)),
                ('approved_by', models.CharField(blank=True, max_length=16)),
                ('approved_at', models.DateTimeField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'ordering': ['-number', '-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('status__in', ['draft', 'proposed'])), fields=('workspace',), name='one_definition_is_being_written'), models.UniqueConstraint(condition=models.Q(('status', 'approved')), fields=('workspace',), name='one_definition_is_in_force'), models.UniqueConstraint(condition=models.Q(('status', 'discarded'), _negated=True), fields=('workspace', 'number'), name='a_definition_has_a_number_of_its_own'), models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['approved', 'replaced']), _negated=True), models.Q(models.Q(('board', ''), _negated=True), models.Q(('minute', ''), _negated=True), ('approved_on__isnull', False)), _connector='OR'), name='an_approved_definition_says_by_whom_and_when'), models.CheckConstraint(condition=models.Q(('approved_by', ''), models.Q(('approved_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='two_people_approve_a_definition'), models.CheckConstraint(condition=models.Q(('age_from__isnull', True), ('age_to__isnull', True), ('age_from__lte', models.F('age_to')), _connector='OR'), name='a_definition_has_ages_in_order')],
            },
        ),
        migrations.CreateModel(
            name='Candidate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('definition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='candidates', to='definition.localdefinition')),
                ('position', models.PositiveSmallIntegerField()),
                ('key', models.SlugField(max_length=40)),
                ('title', models.CharField(max_length=120)),
                ('limb', models.CharField(max_length=16)),
                ('codes', models.JSONField(default=list)),
                ('tells', models.TextField(blank=True)),
                ('is_own', models.BooleanField(default=False)),
                ('decision', models.CharField(choices=[('undecided', 'Not decided'), ('in', 'In'), ('out', 'Out')], default='undecided', max_length=10)),
                ('rationale', models.TextField(blank=True)),
                ('counting', models.CharField(choices=[('all', 'All offences with these labels'), ('knife', 'Only offences with the police knife flag')], default='all', max_length=8)),
                ('penalty_level', models.CharField(choices=[('not_judged', 'Not judged'), ('low', 'Low'), ('some', 'Some'), ('high', 'High')], default='not_judged', max_length=10)),
                ('penalty_words', models.TextField(blank=True)),
                ('victim_level', models.CharField(choices=[('not_judged', 'Not judged'), ('low', 'Low'), ('some', 'Some'), ('high', 'High')], default='not_judged', max_length=10)),
                ('victim_words', models.TextField(blank=True)),
                ('prevalence_level', models.CharField(choices=[('not_judged', 'Not judged'), ('low', 'Low'), ('some', 'Some'), ('high', 'High')], default='not_judged', max_length=10)),
                ('prevalence_words', models.TextField(blank=True)),
                ('community_level', models.CharField(choices=[('not_judged', 'Not judged'), ('low', 'Low'), ('some', 'Some'), ('high', 'High')], default='not_judged', max_length=10)),
                ('community_words', models.TextField(blank=True)),
                ('weighed_by', models.CharField(blank=True, max_length=16)),
                ('weighed_at', models.DateTimeField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'ordering': ['position', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('definition', 'key'), name='a_kind_of_violence_is_there_once'), models.CheckConstraint(condition=models.Q(('decision', 'undecided'), models.Q(('rationale', ''), _negated=True), _connector='OR'), name='what_is_in_or_out_says_why')],
            },
        ),
    ]
