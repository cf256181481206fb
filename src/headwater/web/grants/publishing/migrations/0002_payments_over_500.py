import django.db.models.deletion
import headwater.web.grants.publishing.models
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('deciding', '0001_initial'),
        ('money', '0002_guards'),
        ('publishing', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='SpendingParticulars',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=headwater.web.grants.publishing.models.spending_reference, max_length=16, unique=True)),
                ('recipient', models.CharField(max_length=200)),
                ('value', models.TextField()),
                ('written_by', models.CharField(max_length=16)),
                ('written_at', models.DateTimeField()),
                ('version', models.PositiveIntegerField(default=1)),
            ],
        ),
        migrations.AddField(
            model_name='batch',
            name='payments',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='batch',
            name='spending_sha256',
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name='nameleftout',
            name='movement',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='names_left_out', to='money.movement'),
        ),
        migrations.AlterField(
            model_name='nameleftout',
            name='award',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='names_left_out', to='deciding.award'),
        ),
        migrations.AddConstraint(
            model_name='nameleftout',
            constraint=models.UniqueConstraint(fields=('movement', 'words'), name='a_name_left_out_once_of_a_payment'),
        ),
        migrations.AddConstraint(
            model_name='nameleftout',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('award__isnull', True), ('movement__isnull', False)), models.Q(('award__isnull', False), ('movement__isnull', True)), _connector='OR'), name='a_name_is_left_out_of_one_thing'),
        ),
        migrations.AddField(
            model_name='spendingparticulars',
            name='movement',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='spending_particulars', to='money.movement'),
        ),
    ]
