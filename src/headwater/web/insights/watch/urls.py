"""Addresses of early warning, in the namespace `insights`."""

from django.urls import URLPattern, URLResolver, path

from headwater.web.insights.watch.views import inbox

HERE = "work/<slug:workspace>/early-warning/"

urlpatterns: list[URLPattern | URLResolver] = [path(HERE, inbox.inbox, name="alerts")]
