"""Addresses of `services`."""

from django.urls import URLPattern, URLResolver, path

from headwater.web.provision.services.views import files, links, services, updating, writing

app_name = "services"
HERE = "work/<slug:workspace>/services/"
FILES = f"{HERE}files/"
FILE = f"{FILES}<slug:reference>/"
SERVICE = f"{HERE}<slug:reference>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(HERE, services.services, name="services"),
    path(f"{HERE}services.csv", services.services_csv, name="services_csv"),
    path(f"{HERE}services.json", services.services_json, name="services_json"),
    path(f"{HERE}new/", writing.new, name="service_new"),
    path(FILES, files.files, name="files"),
    path(FILE, files.file, name="file"),
    path(f"{FILE}drop/", files.drop, name="file_drop"),
    path(f"{FILE}undo/", files.undo, name="file_undo"),
    path(f"{HERE}links/<slug:reference>/revoke/", links.revoke, name="link_revoke"),
    path(f"{HERE}answers/<slug:reference>/", links.answer, name="answer"),
    path(f"{HERE}answers/<slug:reference>/decline/", links.decline, name="answer_decline"),
    path(SERVICE, services.service, name="service"),
    path(f"{SERVICE}edit/", writing.edit, name="service_edit"),
    path(f"{SERVICE}confirm/", writing.confirm, name="service_confirm"),
    path(f"{SERVICE}close/", writing.close, name="service_close"),
    path(f"{SERVICE}link/", links.make, name="service_link"),
    path("services/update/<str:token>/", updating.update, name="update"),
    path("services/updated/", updating.thanks, name="update_thanks"),
]
