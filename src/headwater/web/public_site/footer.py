"""Links at the foot of every public page, for the frame that `config.context` fills."""

from urllib.parse import quote

from django.urls import reverse

from headwater.web.design_system.parts import Link

PAGES = (
    ("About the data", "about_data"),
    ("Open data and API", "open_data"),
    ("Algorithms", "algorithms"),
    ("Corrections", "corrections"),
    ("Cookies", "cookies"),
    ("Terms", "terms"),
)


def footer_links(path: str) -> list[Link]:
    """Pages about the site, and the way to report a problem with the page at hand, if said."""
    links = [Link(text, reverse(f"public_site:{route}")) for text, route in PAGES]
    report = reverse("public_site:report")
    here = f"{report}?page={quote(path)}" if path else report
    return [*links, Link("Report a problem with this page", here)]
