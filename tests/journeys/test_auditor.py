"""An auditor follows what somebody did, checks that it was not altered, and takes it away."""

import pytest

from builders.site import Site
from conftest import Visits
from headwater.web.config.demonstration import cast


@pytest.mark.parametrize("has_script", [True, False], ids=["with script", "without"])
def test_an_auditor_filters_verifies_and_exports(
    site: Site, visits: Visits, has_script: bool
) -> None:
    # Given an auditor with the record of who did what
    auditor = visits("auditor", has_script=has_script)
    auditor.open("/work/loamshire/")
    auditor.follow("Records", within="nav")
    auditor.follow("Audit", within="nav")

    # When they ask what one person published
    auditor.select("What happened", "Release published")
    auditor.fill("Who", "Priya Ramanathan")
    auditor.press("Apply filters")

    # Then they read that and nothing else
    auditor.sees("Release published")
    assert "Release approved" not in auditor.page.locator("main ol").inner_text()

    # When they check the seal of an entry
    auditor.follow("Release published", within="main ol")
    auditor.press("Check the seal")

    # Then it holds
    auditor.sees("Checked just now", "Holds")

    # When they take the entries away, long after they signed in
    site.let_an_hour_pass("auditor@loamshire.example")
    auditor.open("/work/loamshire/audit/")
    auditor.follow("Export these entries")

    # Then they show again that it is them, and get the file
    auditor.is_at("Confirm that it is you")
    auditor.fill("Your password", cast.PASSWORD)
    auditor.press("Confirm")
    auditor.is_at("Export entries")
    assert b"release_published" in auditor.download("Download CSV").read_bytes()
