"""Where the parts of an assessment are for those signed in."""

from functools import partial
from urllib.parse import urlencode

from django.urls import reverse

from headwater.web.editions.models import Edition
from headwater.web.editions.presenters import Links
from headwater.web.editions.rules.findings import finding_reference


def address(edition: Edition, name: str, *more: str) -> str:
    """A page of an assessment, as `address(edition, "chapter", "where")`; its first by no name."""
    route = f"insights:assessment_{name}" if name else "insights:assessment"
    return reverse(route, args=[edition.workspace.slug, edition.reference, *more])


def links_of(edition: Edition, *, may_answer: bool = False) -> Links:
    """The links presenters need. Who may answer findings is led to where actions are written."""
    return Links(
        number=partial(number_address, edition),
        table=partial(address, edition, "table"),
        csv=partial(address, edition, "csv"),
        picture=partial(address, edition, "picture"),
        narrow_picture=partial(address, edition, "narrow_picture"),
        answer=partial(answer_address, edition) if may_answer else None,
    )


def answer_address(edition: Edition, finding: str) -> str:
    """Where an action is written that answers a finding."""
    query = urlencode({"from": f"finding:{finding_reference(edition.reference, finding)}"})
    return f"{reverse('strategy:action_new', args=[edition.workspace.slug])}?{query}"


def number_address(edition: Edition, figure: str) -> str:
    """The page that explains a number. Its name may hold any letter, so it goes in the query."""
    return f"{address(edition, 'number')}?{urlencode({'figure': figure})}"
