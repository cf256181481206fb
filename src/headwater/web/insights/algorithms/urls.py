"""Addresses of `algorithms`, in the namespace `insights`."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
