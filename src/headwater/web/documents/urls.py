"""Addresses of `documents`."""

from django.urls import URLPattern, URLResolver, path

from headwater.web.documents import views

app_name = "documents"
urlpatterns: list[URLPattern | URLResolver] = [
    path("work/<slug:workspace>/documents/", views.documents, name="documents"),
    path("work/<slug:workspace>/documents/list.csv", views.documents_csv, name="csv"),
    path("work/<slug:workspace>/documents/disposal/", views.disposal, name="disposal"),
    path(
        "work/<slug:workspace>/documents/disposal/decide",
        views.decide_disposal,
        name="decide_disposal",
    ),
    path("work/<slug:workspace>/documents/<str:reference>/file", views.download, name="download"),
]
