"""Addresses of `assessments`, in the namespace `insights`."""

from django.urls import URLPattern, URLResolver, path

from headwater.web.insights.assessments.views import (
    comparing,
    files,
    moving,
    reading,
    starting,
    tables,
    writing,
)

EVERY = "work/<slug:workspace>/assessments/"
ONE = f"{EVERY}<slug:reference>/"
CHAPTER = f"{ONE}chapters/<str:slug>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(EVERY, starting.listing, name="assessments"),
    path(f"{EVERY}start/", starting.start, name="assessment_start"),
    path(ONE, reading.assessment, name="assessment"),
    path(f"{ONE}progress/", reading.progress, name="assessment_progress"),
    path(f"{ONE}findings/<str:slug>/", reading.finding, name="assessment_finding"),
    path(CHAPTER, reading.chapter, name="assessment_chapter"),
    path(f"{CHAPTER}narrative/", writing.narrative, name="assessment_narrative"),
    path(f"{CHAPTER}history/", writing.history, name="assessment_history"),
    path(f"{CHAPTER}comments/<slug:comment>/resolve/", writing.resolve, name="assessment_resolve"),
    path(f"{ONE}tables/", tables.listing, name="assessment_tables"),
    path(f"{ONE}tables/<str:slug>/", tables.table, name="assessment_table"),
    path(f"{ONE}tables/<str:slug>/data.csv", files.table_csv, name="assessment_csv"),
    path(f"{ONE}pictures/<str:slug>.svg", files.picture, name="assessment_picture"),
    path(
        f"{ONE}pictures/<str:slug>/narrow.svg",
        files.narrow_picture,
        name="assessment_narrow_picture",
    ),
    path(f"{ONE}number/", tables.number, name="assessment_number"),
    path(f"{ONE}documents/<slug:name>/", files.document, name="assessment_document"),
    path(f"{ONE}compare/", comparing.compare, name="assessment_compare"),
    path(f"{ONE}retry/", moving.retry, name="assessment_retry"),
    path(f"{ONE}lock/", moving.lock, name="assessment_lock"),
    path(f"{ONE}keep/", moving.keep, name="assessment_keep"),
    path(f"{ONE}discard/", moving.discard, name="assessment_discard"),
]
