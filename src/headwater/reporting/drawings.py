"""Specifications drawn: SVG for pages, PNG for Word. The same bytes for the same chart."""

import functools
import json
import re
from collections.abc import Callable
from html import escape
from pathlib import Path

from headwater.reporting.chart_specs import Spec

FONTS = Path(__file__).parent / "fonts"
PNG_SCALE = 2.0
_IDENTIFIER = re.compile(r'(?<= id=")[^"]+')
_NAMED = re.compile(r'( id="|url\(#|href="#)([^")]+)("|\))')


@functools.cache
def _register_fonts() -> None:
    """Tell the renderer where the typeface is, once in a process."""
    import vl_convert

    vl_convert.register_font_directory(str(FONTS))


def chart_svg(spec: Spec) -> str:
    """A chart as SVG, without a name or identifiers of its own yet."""
    import vl_convert

    _register_fonts()
    drawn: str = vl_convert.vegalite_to_svg(json.dumps(spec), allowed_base_urls=[])
    # Vega numbers its gradients and clips on from chart to chart; ours start anew in each.
    met = {name: f"v{i}" for i, name in enumerate(dict.fromkeys(_IDENTIFIER.findall(drawn)))}
    return _renamed(drawn, lambda name: met.get(name, name))


def png(svg: str) -> bytes:
    """An SVG as PNG, at twice its size for print."""
    import vl_convert

    _register_fonts()
    drawn: bytes = vl_convert.svg_to_png(svg, scale=PNG_SCALE)
    return drawn


def named(svg: str, *, id: str, title: str, summary: str, css_class: str = "") -> str:
    """The SVG with a role, a title and a description, safe to stand beside others on a page.

    Identifiers inside are made unique, because two charts on one page both have a `v0`.
    """
    svg = _renamed(svg, lambda name: f"{id}-{name}")
    opening = re.search(r"<svg\b[^>]*>", svg)
    if opening is None:
        raise ValueError(f"[{id}] is not an SVG")
    view = re.search(r'viewBox="[^"]+"', opening[0])
    size = re.findall(r'\b(width|height)="([\d.]+)"', opening[0])
    attributes = " ".join([*(f'{name}="{value}"' for name, value in size), view[0] if view else ""])
    start = (
        f'<svg xmlns="http://www.w3.org/2000/svg" {attributes} role="img" '
        f'aria-labelledby="{id}-title {id}-summary"'
        + (f' class="{css_class}"' if css_class else "")
        + f'><title id="{id}-title">{escape(title)}</title>'
        f'<desc id="{id}-summary">{escape(summary)}</desc>'
    )
    return start + svg[opening.end() :]


def _renamed(svg: str, rename: Callable[[str], str]) -> str:
    """The SVG with every identifier renamed, where it is given and where it is used."""
    return _NAMED.sub(lambda found: f"{found[1]}{rename(found[2])}{found[3]}", svg)
