"""Addresses and matrix rows of the public indicator and area pages.

`public_site.urls` includes `urlpatterns`, `public_site.routes` includes `ROWS`. The address of an
edition's numbers, `data/INDICATOR/AREA/EDITION/NUMBER/`, never changes; those without an edition
show what was published last.
"""

from django.urls import URLPattern, URLResolver, path

from headwater.web.accounts.access import PUBLIC, Row
from headwater.web.public_site import areas, indicators

ONE = "data/<slug:indicator>/"
FIXED = f"{ONE}editions/<slug:slug>/<int:number>/"
urlpatterns: list[URLPattern | URLResolver] = [
    path("data/indicators/", indicators.indicators, name="indicators"),
    path(ONE, indicators.indicator, name="indicator"),
    path(f"{ONE}latest", indicators.indicator_latest, name="indicator_latest"),
    path(f"{ONE}map/", indicators.indicator_map, name="indicator_map"),
    path(FIXED, indicators.indicator_edition, name="indicator_edition"),
    path(f"{FIXED}<str:file>", indicators.indicator_edition_file, name="indicator_edition_file"),
    path(f"{ONE}<str:file>", indicators.indicator_file, name="indicator_file"),
    path(f"{ONE}<str:area>/", indicators.indicator, name="indicator_area"),
    path(
        f"{ONE}<str:area>/<slug:slug>/<int:number>/",
        indicators.indicator_edition,
        name="indicator_area_edition",
    ),
    path("areas/", areas.areas, name="areas"),
    path("areas/<str:area>/", areas.area, name="area"),
    path("areas/<str:area>/<str:file>", areas.area_file, name="area_file"),
]
ROWS: tuple[Row, ...] = tuple(
    Row(f"public_site:{pattern.name}", PUBLIC)
    for pattern in urlpatterns
    if isinstance(pattern, URLPattern)
)
