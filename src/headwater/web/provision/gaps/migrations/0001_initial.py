import django.db.models.deletion
import headwater.web.provision.gaps.models
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('partners', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Intention',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=headwater.web.provision.gaps.models.intention_reference, max_length=16, unique=True)),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='intentions', to='partners.workspace')),
                ('gap', models.CharField(max_length=60)),
                ('title', models.CharField(max_length=200)),
                ('what', models.TextField(blank=True)),
                ('places', models.PositiveIntegerField()),
                ('money_low', models.PositiveIntegerField(blank=True, null=True)),
                ('money_high', models.PositiveIntegerField(blank=True, null=True)),
                ('by_when', models.DateField()),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='intentions', to='partners.organisation')),
                ('status', models.CharField(choices=[('draft', 'Draft'), ('agreed', 'Agreed'), ('commissioned', 'Commissioned'), ('dropped', 'Dropped')], default='draft', max_length=12)),
                ('written_by', models.CharField(max_length=16)),
                ('written_at', models.DateTimeField()),
                ('moved_by', models.CharField(blank=True, max_length=16)),
                ('moved_at', models.DateTimeField(blank=True, null=True)),
                ('reason', models.TextField(blank=True)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'ordering': ['by_when', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('money_low__isnull', True), ('money_high__isnull', True), ('money_low__lte', models.F('money_high')), _connector='OR'), name='an_intention_costs_from_least_to_most'), models.CheckConstraint(condition=models.Q(('places__gte', 1)), name='an_intention_has_places'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'dropped'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='a_dropped_intention_says_why')],
            },
        ),
    ]
