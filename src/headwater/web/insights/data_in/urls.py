"""Addresses of `data_in`, in the namespace `insights`."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
