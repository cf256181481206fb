"""What rooms above know of a partner, said on its page.

An app says it in a module `partner_profile.py`, as a function `profile_of(actor, organisation,
today)` that gives a section, or none. It is found by that name, as open work is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from importlib import import_module

from django.apps import apps
from django.utils.module_loading import module_has_submodule

from headwater.web.accounts.actor import Actor
from headwater.web.design_system.parts import Link, Row
from headwater.web.partners.models import Organisation

MODULE = "partner_profile"


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a partner's page."""

    title: str
    rows: Sequence[Row]
    more: Link | None = None
    """Where all of it is."""


def sections_of(actor: Actor, organisation: Organisation, *, today: date) -> list[Section]:
    """What each room tells of a partner to whoever reads, by title."""
    found: list[Section] = []
    for config in apps.get_app_configs():
        if config.module and module_has_submodule(config.module, MODULE):
            told: Section | None = import_module(f"{config.name}.{MODULE}").profile_of(
                actor, organisation, today
            )
            found += [told] if told else []
    return sorted(found, key=lambda each: each.title)
