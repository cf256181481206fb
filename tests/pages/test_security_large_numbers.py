"""Numbers in addresses that no database holds. Each database has bounds of its own."""

from collections.abc import Iterator

import pytest
from django.core.cache import caches

from builders.addresses import filled, parts_of, patterns
from builders.everything import build_everything, release_everything
from builders.walking import faults, may_be_looked_at, somebody

pytestmark = pytest.mark.django_db(databases=["default", "restricted"])
HUGE = "9" * 30


def test_no_number_in_an_address_is_too_large() -> None:
    everything = build_everything()
    release_everything(everything)
    caches["pages"].clear()

    def addresses() -> Iterator[tuple[str, str]]:
        for route in patterns():
            for part in {"number", "pk"} & set(parts_of(route)):
                for number in (HUGE, "0", str(2**31), str(2**63), "9" * 5000):
                    parts = {"workspace": "loamshire", **everything.parts[route], part: number}
                    if may_be_looked_at(route):
                        yield f"{route} {number[:12]}", filled(route, parts)

    assert faults(somebody(everything), addresses()) == []


def test_numbers_in_addresses_are_not_too_large_to_be_sent_to() -> None:
    client = somebody(build_everything())
    for route in ("accounts:end_session", "mfa_remove_webauthn", "mfa_edit_webauthn"):
        part = parts_of(route)[0]
        assert client.post(filled(route, {part: HUGE})).status_code == 404, route
