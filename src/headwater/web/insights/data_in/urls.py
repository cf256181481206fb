"""Addresses of `data_in`, in the namespace `insights`."""

from django.urls import URLPattern, URLResolver, path

from headwater.web.insights.data_in.views import expected, quality, start, steps, uploads

DATA = "work/<slug:workspace>/data/"
SOURCE = f"{DATA}sources/<slug:source>/"
UPLOAD = f"{DATA}uploads/<slug:reference>/"
EXPECTED = f"{DATA}expected/"
QUALITY = f"{DATA}quality/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(DATA, start.data_in, name="data_in"),
    path(SOURCE, start.supply, name="supply"),
    path(f"{SOURCE}files/<str:name>", start.supply_file, name="supply_file"),
    path(f"{SOURCE}upload/", uploads.new, name="upload_new"),
    path(f"{DATA}uploads/", uploads.listing, name="uploads"),
    path(UPLOAD, uploads.upload, name="upload"),
    path(f"{UPLOAD}progress/", uploads.progress, name="upload_progress"),
    path(f"{UPLOAD}sheet/", steps.sheet, name="upload_sheet"),
    path(f"{UPLOAD}columns/", steps.columns, name="upload_columns"),
    path(f"{UPLOAD}faults/", steps.faults, name="upload_faults"),
    path(f"{UPLOAD}faults/rows.<slug:kind>", steps.faults_file, name="upload_faults_file"),
    path(f"{UPLOAD}confirm/", steps.confirm, name="upload_confirm"),
    path(f"{UPLOAD}receipt/", steps.receipt, name="upload_receipt"),
    path(f"{UPLOAD}undo/", steps.undo, name="upload_undo"),
    path(f"{UPLOAD}abandon/", steps.abandon, name="upload_abandon"),
    path(EXPECTED, expected.calendar, name="expected"),
    path(f"{EXPECTED}calendar.csv", expected.calendar_csv, name="expected_csv"),
    path(f"{EXPECTED}files/", expected.listing, name="expected_list"),
    path(f"{EXPECTED}files/add/", expected.add, name="expected_add"),
    path(f"{EXPECTED}files/<slug:reference>/", expected.change, name="expected_change"),
    path(f"{EXPECTED}files/<slug:reference>/end/", expected.end, name="expected_end"),
    path(QUALITY, quality.overview, name="quality"),
    path(f"{QUALITY}<slug:source>/", quality.source, name="quality_source"),
    path(f"{QUALITY}<slug:source>/quality.csv", quality.source_csv, name="quality_csv"),
    path(f"{QUALITY}<slug:source>/trend.svg", quality.chart, name="quality_chart"),
]
