"""Addresses of `worklist`."""

from django.urls import URLPattern, URLResolver, path

from headwater.web.worklist import views

app_name = "worklist"
urlpatterns: list[URLPattern | URLResolver] = [
    path("work/<slug:workspace>/", views.worklist, name="worklist"),
    path("work/<slug:workspace>/worklist.csv", views.worklist_csv, name="csv"),
    path("account/calendars/", views.calendars, name="calendars"),
    path("account/calendars/<str:reference>/revoke", views.revoke, name="revoke_calendar"),
    path("calendar/<str:token>.ics", views.feed, name="feed"),
]
