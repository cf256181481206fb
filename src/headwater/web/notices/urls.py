"""Addresses of `notices`."""

from django.urls import URLPattern, URLResolver, path

from headwater.web.notices import views

app_name = "notices"
urlpatterns: list[URLPattern | URLResolver] = [
    path("account/notices/", views.notices, name="notices"),
    path("account/notices/read", views.read_all, name="read_all"),
    path("account/notices/<str:reference>/", views.follow, name="open"),
    path("account/notices/<str:reference>/read", views.read, name="read"),
]
