import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('partners', '0001_initial'),
        ('sharing', '0001_initial'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='share',
            name='what_is_shared_has_a_gateway',
        ),
        migrations.RemoveConstraint(
            model_name='share',
            name='what_is_personal_is_necessary_and_proportionate',
        ),
        migrations.AddField(
            model_name='share',
            name='dpia',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='shares', to='sharing.dpia'),
        ),
        migrations.AlterField(
            model_name='share',
            name='outcome',
            field=models.CharField(choices=[('waiting', 'Waits to start'), ('agreed', 'Agreed'), ('refused', 'Refused'), ('not_shared', 'Decided against'), ('ended', 'Ended')], max_length=12),
        ),
        migrations.AddConstraint(
            model_name='share',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome__in', ['agreed', 'waiting']), _negated=True), models.Q(('under', ''), _negated=True), _connector='OR'), name='what_is_shared_has_a_gateway'),
        ),
        migrations.AddConstraint(
            model_name='share',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('granularity__in', ['personal', 'pseudonymised']), ('outcome__in', ['agreed', 'waiting']), _negated=True), models.Q(models.Q(('necessity', ''), _negated=True), models.Q(('proportionality', ''), _negated=True)), _connector='OR'), name='what_is_personal_is_necessary_and_proportionate'),
        ),
    ]
