"""Addresses of `design_system`."""

from django.urls import URLPattern, URLResolver, path

from headwater.web.design_system import views

app_name = "design_system"
urlpatterns: list[URLPattern | URLResolver] = [
    path("look/", views.look, name="look"),
    path("design/", views.gallery, name="gallery"),
    path("design/errors/", views.gallery_errors, name="gallery_errors"),
]
