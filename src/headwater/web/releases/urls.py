"""Addresses of `releases`."""

from django.urls import URLPattern, URLResolver, path

from headwater.web.releases import views

app_name = "releases"
HERE = "work/<slug:workspace>/releases/"
ONE = f"{HERE}<str:reference>/"
urlpatterns: list[URLPattern | URLResolver] = [
    path(HERE, views.releases, name="list"),
    path(f"{HERE}list.csv", views.releases_csv, name="csv"),
    path(f"{HERE}propose/<str:reference>/", views.propose, name="propose"),
    path(ONE, views.release, name="release"),
    path(f"{ONE}answer/", views.answer, name="answer"),
    path(f"{ONE}publish/", views.publish, name="publish"),
    path(f"{ONE}withdraw/", views.withdraw, name="withdraw"),
    path(f"{ONE}correct/", views.correct, name="correct"),
]
