"""Addresses of `public_site`."""

from django.urls import URLPattern, URLResolver

app_name = "public_site"
urlpatterns: list[URLPattern | URLResolver] = []
