"""Addresses of `evidence`."""

from django.urls import URLPattern, URLResolver, path

from headwater.web.evidence.views import (
    elsewhere,
    evaluations,
    library,
    overrides,
    publications,
    readings,
)

app_name = "evidence"
HERE = "work/<slug:workspace>/evidence/"
APPROACH = f"{HERE}approaches/<slug:approach>/"
EVALUATIONS = f"{HERE}evaluations/"
PUBLICATIONS = f"{HERE}publications/"
PUBLICATION = f"{PUBLICATIONS}<slug:reference>/"
OVERRIDE = f"{HERE}overrides/<slug:reference>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(HERE, library.approaches, name="approaches"),
    path(f"{HERE}approaches.csv", library.approaches_csv, name="approaches_csv"),
    path(f"{HERE}elsewhere/", elsewhere.elsewhere, name="elsewhere"),
    path(f"{HERE}elsewhere.csv", elsewhere.elsewhere_csv, name="elsewhere_csv"),
    path(PUBLICATIONS, publications.publications, name="publications"),
    path(f"{HERE}publications.csv", publications.publications_csv, name="publications_csv"),
    path(f"{PUBLICATIONS}new/", publications.new, name="publication_new"),
    path(PUBLICATION, publications.publication, name="publication"),
    path(f"{PUBLICATION}edit/", publications.edit, name="publication_edit"),
    path(f"{PUBLICATION}remove/", publications.remove, name="publication_remove"),
    path(f"{PUBLICATION}put-back/", publications.put_back, name="publication_put_back"),
    path(f"{HERE}compare/", library.compare, name="compare"),
    path(f"{HERE}harmful/", overrides.harmful, name="harmful"),
    path(f"{HERE}harmful.csv", overrides.harmful_csv, name="harmful_csv"),
    path(APPROACH, library.approach, name="approach"),
    path(f"{APPROACH}reading/", readings.new, name="reading_new"),
    path(f"{APPROACH}override/", overrides.new, name="override_new"),
    path(f"{EVALUATIONS}new/", evaluations.new, name="evaluation_new"),
    path(f"{EVALUATIONS}<slug:reference>/", evaluations.evaluation, name="evaluation"),
    path(f"{EVALUATIONS}<slug:reference>/edit/", evaluations.edit, name="evaluation_edit"),
    path(OVERRIDE, overrides.override, name="override"),
    path(f"{OVERRIDE}approve/", overrides.approve, name="override_approve"),
    path(f"{OVERRIDE}end/", overrides.end, name="override_end"),
]
