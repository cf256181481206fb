"""Addresses of early warning, in the namespace `insights`."""

from django.urls import URLPattern, URLResolver, path

from headwater.web.insights.watch.views import alerts, inbox

HERE = "work/<slug:workspace>/early-warning/"

ALERT = f"{HERE}alerts/<slug:reference>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(HERE, inbox.inbox, name="alerts"),
    path(ALERT, alerts.alert, name="alert"),
]
