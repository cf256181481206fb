import django.db.models.deletion
import headwater.web.insights.assessments.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('editions', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=headwater.web.insights.assessments.models.comment_reference, max_length=16, unique=True)),
                ('chapter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='comments', to='editions.chapter')),
                ('by', models.CharField(max_length=16)),
                ('at', models.DateTimeField()),
                ('text', models.TextField()),
                ('resolved_by', models.CharField(blank=True, max_length=16)),
                ('resolved_at', models.DateTimeField(blank=True, null=True)),
                ('mentions', models.ManyToManyField(blank=True, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Comparison',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=headwater.web.insights.assessments.models.comparison_reference, max_length=16, unique=True)),
                ('before', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='editions.edition')),
                ('after', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='comparisons', to='editions.edition')),
                ('asked_by', models.CharField(max_length=16)),
                ('asked_at', models.DateTimeField()),
                ('made_at', models.DateTimeField(blank=True, null=True)),
                ('failure', models.TextField(blank=True)),
                ('found', models.JSONField(default=dict)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('before', 'after'), name='a_comparison_once'), models.CheckConstraint(condition=models.Q(('before', models.F('after')), _negated=True), name='a_comparison_is_of_two_assessments')],
            },
        ),
        migrations.CreateModel(
            name='Area',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=12, unique=True)),
                ('name', models.CharField(max_length=120)),
                ('level', models.CharField(max_length=60)),
                ('within', models.JSONField(default=list)),
            ],
            options={
                'ordering': ['name', 'code'],
            },
        ),
        migrations.CreateModel(
            name='HeldMonths',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('table', models.CharField(max_length=60, unique=True)),
                ('words', models.CharField(max_length=120)),
                ('first_month', models.DateField()),
                ('last_month', models.DateField()),
            ],
            options={
                'ordering': ['words'],
                'constraints': [models.CheckConstraint(condition=models.Q(('last_month__gte', models.F('first_month'))), name='held_months_in_order')],
            },
        ),
    ]
