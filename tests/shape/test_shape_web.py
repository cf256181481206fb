"""What the web floor promises about itself, where no linter can hold it."""

import subprocess
import sys

import pytest
from django.apps import apps
from django.db import models

from headwater.web.accounts.privacy import Privacy, Retention

OURS = [model for model in apps.get_models() if model.__module__.startswith("headwater.")]
HEAVY = (
    "numpy pandas pyarrow duckdb ibis scipy shapely geopandas statsmodels numba matplotlib "
    "openpyxl xlsxwriter docx typst vl_convert gptables pikepdf sqlglot"
).split()
PERSONAL_NAMES = {"email", "phone", "telephone", "date_of_birth", "postcode", "user"}
IMPORT_EVERYTHING = """
import sys
from headwater.web.config.wsgi import application
from headwater.web.config.matrix import routes, rows
from django.template import engines
assert routes() and rows()
print(" ".join(sorted({name.partition(".")[0] for name in sys.modules})))
"""


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_every_model_says_which_fields_are_personal_and_how_long_rows_are_kept(
    model: type[models.Model],
) -> None:
    privacy = vars(model).get("privacy")
    assert isinstance(privacy, dict)
    assert all(isinstance(value, Privacy) for value in privacy.values())
    fields = {field.name for field in model._meta.get_fields() if not field.auto_created}
    assert set(privacy) <= fields
    assert isinstance(vars(model).get("retention"), Retention)


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_a_field_that_names_a_person_is_classified(model: type[models.Model]) -> None:
    for field in model._meta.get_fields():
        if field.auto_created or (field.is_relation and field.many_to_many):
            continue
        points_at_person = field.is_relation and field.related_model is apps.get_model(
            "accounts.User"
        )
        if points_at_person or field.name in PERSONAL_NAMES:
            assert field.name in model.privacy, field.name  # type: ignore[attr-defined]


def test_a_web_process_never_loads_what_analyses() -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", IMPORT_EVERYTHING],
        capture_output=True,
        text=True,
        check=True,
        env={"DJANGO_SETTINGS_MODULE": "headwater.web.config.settings", "HEADWATER_DEMO": "yes"},
    ).stdout.split()
    assert sorted(set(HEAVY) & set(loaded)) == []
