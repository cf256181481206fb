"""Eastings and northings on the British National Grid, carried on out to sea."""

import numpy as np

from headwater.loamshire.streams import FloatArray

# Transverse Mercator on the Airy 1830 ellipsoid as the Ordnance Survey publishes it.
_A, _B = 6_377_563.396, 6_356_256.909
_SCALE = 0.9996012717
_LAT0, _LON0 = np.radians(49.0), np.radians(-2.0)
_E0, _N0 = 400_000.0, -100_000.0
_WGS_A, _WGS_E2 = 6_378_137.0, 0.00669437999014
# Helmert shift from WGS84 to OSGB36: good to about five metres.
_SHIFT = np.array([-446.448, 125.157, -542.060])
_TURN = np.radians(np.array([-0.1502, -0.2470, -0.8421]) / 3600)
_GROW = 20.4894e-6


def to_grid(lon: FloatArray, lat: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Easting and northing in metres, to about five metres, of WGS84 degrees.

    Loamshire lies in squares of the grid that hold nothing but sea.

    >>> [round(float(v[0]), -2) for v in to_grid(np.array([-2.0]), np.array([52.0]))]
    [400100.0, 233500.0]
    """
    phi, lam = _to_osgb36(np.radians(lon), np.radians(lat))
    e2 = 1 - _B**2 / _A**2
    n = (_A - _B) / (_A + _B)
    sin, cos, tan = np.sin(phi), np.cos(phi), np.tan(phi)
    nu = _A * _SCALE / np.sqrt(1 - e2 * sin**2)
    rho = _A * _SCALE * (1 - e2) / (1 - e2 * sin**2) ** 1.5
    eta2 = nu / rho - 1
    minus, plus = phi - _LAT0, phi + _LAT0
    arc = (
        (1 + n + 1.25 * n**2 + 1.25 * n**3) * minus
        - (3 * n + 3 * n**2 + 2.625 * n**3) * np.sin(minus) * np.cos(plus)
        + (1.875 * n**2 + 1.875 * n**3) * np.sin(2 * minus) * np.cos(2 * plus)
        - 35 / 24 * n**3 * np.sin(3 * minus) * np.cos(3 * plus)
    ) * (_B * _SCALE)
    east = lam - _LON0
    northing = (
        arc
        + _N0
        + nu / 2 * sin * cos * east**2
        + nu / 24 * sin * cos**3 * (5 - tan**2 + 9 * eta2) * east**4
        + nu / 720 * sin * cos**5 * (61 - 58 * tan**2 + tan**4) * east**6
    )
    easting = (
        _E0
        + nu * cos * east
        + nu / 6 * cos**3 * (nu / rho - tan**2) * east**3
        + nu / 120 * cos**5 * (5 - 18 * tan**2 + tan**4 + 14 * eta2 - 58 * tan**2 * eta2) * east**5
    )
    return np.asarray(easting), np.asarray(northing)


def _to_osgb36(lam: FloatArray, phi: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Latitude and longitude on the older datum, in radians, at sea level."""
    nu = _WGS_A / np.sqrt(1 - _WGS_E2 * np.sin(phi) ** 2)
    x = nu * np.cos(phi) * np.cos(lam)
    y = nu * np.cos(phi) * np.sin(lam)
    z = (1 - _WGS_E2) * nu * np.sin(phi)
    rx, ry, rz = _TURN
    moved_x = _SHIFT[0] + (1 + _GROW) * x - rz * y + ry * z
    moved_y = _SHIFT[1] + rz * x + (1 + _GROW) * y - rx * z
    moved_z = _SHIFT[2] - ry * x + rx * y + (1 + _GROW) * z
    e2 = 1 - _B**2 / _A**2
    flat = np.hypot(moved_x, moved_y)
    latitude = np.arctan2(moved_z, flat * (1 - e2))
    for _ in range(5):
        nu = _A / np.sqrt(1 - e2 * np.sin(latitude) ** 2)
        latitude = np.arctan2(moved_z + e2 * nu * np.sin(latitude), flat)
    return np.asarray(latitude), np.arctan2(moved_y, moved_x)
