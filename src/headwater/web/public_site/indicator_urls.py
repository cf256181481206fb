"""Addresses and matrix rows of the public indicator and area pages.

`public_site.urls` includes `urlpatterns`, `public_site.routes` includes `ROWS`.
"""

from django.urls import URLPattern, URLResolver

from headwater.web.accounts.access import Row

urlpatterns: list[URLPattern | URLResolver] = []
ROWS: tuple[Row, ...] = ()
