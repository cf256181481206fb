import django.db.models.deletion
import headwater.web.documents.models
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
            name='Document',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=headwater.web.documents.models.document_reference, max_length=16, unique=True)),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='partners.workspace')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='partners.organisation')),
                ('purpose', models.CharField(max_length=60)),
                ('name', models.CharField(max_length=120)),
                ('kind', models.CharField(choices=[('csv', 'csv'), ('tsv', 'tsv'), ('xlsx', 'xlsx'), ('zip', 'zip'), ('json', 'json'), ('geojson', 'geojson'), ('xml', 'xml'), ('pdf', 'pdf'), ('docx', 'docx'), ('odt', 'odt'), ('png', 'png'), ('jpg', 'jpg')], max_length=8)),
                ('bytes', models.PositiveBigIntegerField()),
                ('sha256', models.CharField(db_index=True, max_length=64)),
                ('scan', models.CharField(choices=[('clean', 'Scanned, clean'), ('not_scanned', 'Not scanned: a demonstration without a scanner')], max_length=12)),
                ('uploaded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
                ('keep_until', models.DateField()),
                ('disposal_asked_by', models.CharField(blank=True, max_length=16)),
                ('disposal_asked_at', models.DateTimeField(blank=True, null=True)),
                ('disposed_by', models.CharField(blank=True, max_length=16)),
                ('disposed_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['workspace', '-at'], name='documents_d_workspa_c20ada_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(('bytes__gt', 0)), name='a_document_has_something_in_it'), models.CheckConstraint(condition=models.Q(('disposed_at__isnull', True), ('disposal_asked_at__isnull', False), _connector='OR'), name='a_document_is_disposed_of_when_asked'), models.CheckConstraint(condition=models.Q(('disposed_by', ''), models.Q(('disposed_by', models.F('disposal_asked_by')), _negated=True), _connector='OR'), name='a_document_is_disposed_of_by_two')],
            },
        ),
    ]
