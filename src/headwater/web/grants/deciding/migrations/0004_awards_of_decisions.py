"""Says of each approval which award it made. Until now an application had one award at most."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import OuterRef, Subquery


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    award = apps.get_model("deciding", "Award").objects.filter(application=OuterRef("application"))
    decisions = apps.get_model("deciding", "Decision").objects
    decisions.filter(ruling="approve").update(award=Subquery(award.values("pk")[:1]))


class Migration(migrations.Migration):
    dependencies = [("deciding", "0003_decided_again")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
