"""Every page that links lead to, as every role: reached, read, tabbed through, zoomed into.

One page of each route is looked at closely, with what whoever reached it first may see.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, StorageState

from builders.browsing import NOT_FOLLOWED, Reached, reach
from builders.page_checks import WIDE, Seen, look_at
from builders.site import Site
from conftest import sign_in_anew
from headwater.web.accounts.access import Anyone, Fresh
from headwater.web.config.matrix import rows

PUBLIC_STARTS = (
    "/",
    "/account/sign-in/",
    "/account/sign-in/closed/",
    "/account/password/forgotten/",
    "/account/password/forgotten/sent/",
    "/account/password/new/done/",
    "/account/single-sign-on/cancelled/",
    "/design/",
    "/design/errors/",
    "/report-a-problem/thanks/",
)
OWN_STARTS = ("/work/", "/account/", "/account/confirm-again/password/")
ROLES = ("lead", "contributor", "approver", "auditor", "administrator", "viewer")
WITHDRAWN = 410
FOR_MACHINES = frozenset(
    {
        "alive",
        "applying:stay",
        "delivering:sync",
        "delivering:worker",
        "ready",
        "openid_connect_callback",
        "openid_connect_login",
        "worklist:feed",
        "insights:assessment_narrow_picture",
        "insights:assessment_progress",
        "insights:quality_chart",
        "insights:upload_progress",
        "insights:watch_rule_progress",
        "money:run_progress",
        "public_site:robots",
        "public_site:sitemap",
    }
)
"""Addresses that programs ask for."""
GIVEN_OUT = frozenset(
    {
        "account_reset_password_from_key",
        "deciding:decision",
        "deciding:question",
        "public_site:assessment_latest",
        "public_site:indicator_edition",
        "public_site:indicator_latest",
        "public_site:update_number",
        "public_site:warning_latest",
        "public_site:warning_newest",
        "applying:resume",
        "services:update",
        "services:update_thanks",
    }
)
"""Addresses for letters and for others to link to."""
ONLY_AFTER = frozenset(
    {
        "account_set_password",
        "accounts:carry_on",
        "applying:application",
        "applying:application_check",
        "applying:application_copy",
        "applying:application_file",
        "applying:application_file_remove",
        "applying:application_files",
        "applying:application_find",
        "applying:application_late",
        "applying:application_part",
        "applying:application_people",
        "applying:application_remove",
        "applying:application_send",
        "applying:application_sent",
        "applying:application_show",
        "applying:application_withdraw",
        "applying:begin",
        "applying:code",
        "applying:late",
        "applying:late_csv",
        "applying:late_one",
        "applying:late_take",
        "applying:signed_out",
        "boards:action_new",
        "boards:attendance",
        "boards:decision_new",
        "boards:interest_new",
        "boards:interest_withdraw",
        "boards:item_new",
        "boards:item_notes",
        "boards:minutes_confirm",
        "boards:workshop",
        "consultation:ask",
        "consultation:close",
        "consultation:undo",
        "deciding:assessment",
        "deciding:decide",
        "deciding:declare",
        "deciding:from_panel",
        "deciding:interest",
        "deciding:keeping_decide",
        "deciding:involvement_end",
        "deciding:letter",
        "deciding:moderate",
        "deciding:pack",
        "deciding:several",
        "deciding:take_off",
        "deciding:withdraw",
        "definition:add",
        "definition:assess",
        "definition:begin",
        "definition:compare",
        "definition:describe",
        "definition:discard",
        "definition:evidence",
        "definition:propose",
        "definition:remove",
        "definition:weigh",
        "delivering:agreement",
        "delivering:agreement_send",
        "delivering:clawback",
        "delivering:concern_had",
        "delivering:concerns",
        "delivering:condition",
        "delivering:goal",
        "delivering:mine",
        "delivering:my_grant",
        "delivering:my_receipt",
        "delivering:my_return",
        "delivering:people",
        "delivering:person",
        "delivering:person_back",
        "delivering:person_goal",
        "delivering:person_leave",
        "delivering:person_new",
        "delivering:person_score",
        "delivering:receipt",
        "delivering:recover",
        "delivering:register",
        "delivering:resume",
        "delivering:return_changes",
        "delivering:session",
        "delivering:session_cancel",
        "delivering:suspend",
        "delivering:turn_down",
        "delivering:variation",
        "delivering:variation_ask",
        "documents:decide_disposal",
        "duty:domain_evidence",
        "duty:task_evidence",
        "evidence:evaluation",
        "evidence:evaluation_edit",
        "evidence:override_new",
        "gaps:intention_commission",
        "insights:alert_acknowledge",
        "insights:alert_judge",
        "insights:alert_note",
        "insights:assessment_discard",
        "insights:assessment_history",
        "insights:assessment_lock",
        "insights:assessment_narrative",
        "insights:assessment_resolve",
        "insights:assessment_retry",
        "insights:quality_csv",
        "insights:quality_source",
        "insights:upload_confirm",
        "insights:upload_receipt",
        "insights:upload_sheet",
        "insights:upload_undo",
        "insights:watch_rule_edit",
        "insights:watch_rule_on",
        "mfa_authenticate",
        "mfa_deactivate_totp",
        "mfa_download_recovery_codes",
        "mfa_edit_webauthn",
        "mfa_generate_recovery_codes",
        "mfa_list_webauthn",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "mfa_remove_webauthn",
        "mfa_view_recovery_codes",
        "money:movement_reverse",
        "money:payment_ask",
        "money:payment_edit",
        "partners:reopen_account",
        "partners:reset_factor",
        "partners:undo_owner",
        "public_site:problem",
        "publishing:name_back",
        "publishing:propose",
        "releases:correct",
        "releases:publish",
        "rounds:publish",
        "services:link_revoke",
        "sharing:agreement_edit",
        "sharing:agreement_sign",
        "sharing:onboarding_start",
        "sharing:share_start",
        "strategy:disclose",
        "strategy:version_edit",
        "strategy:version_new",
        "thread:tie",
        "worklist:revoke_calendar",
    }
)
"""Pages that are there after something was done or asked, or on a page of which the walk takes two.

Their own tests open them."""


@pytest.fixture(scope="module")
def reached(
    browser: Browser, site: Site, signed_in: Callable[[str], StorageState]
) -> list[Reached]:
    """What each role came to, the public first."""
    found: list[Reached] = []
    for role in ("", *ROLES):
        context = browser.new_context(
            base_url=site.address, storage_state=signed_in(role) if role else None
        )
        starts = OWN_STARTS if role else PUBLIC_STARTS
        within = ("/work/", "/account/") if role else ("/",)
        found += reach(context, role=role, starts=starts, within=within)
        context.close()
    return found


@pytest.fixture(scope="module")
def looked_at(browser: Browser, site: Site, reached: list[Reached]) -> list[Seen]:
    """The first page of each route, as a browser has it. Each is opened once, and once plainly.

    Those that ask who it is come first, while it has just been shown.
    """
    first: dict[str, Reached] = {}
    for each in reached:
        if each.is_page and each.status == 200:
            first.setdefault(each.route, each)
    seen: list[Seen] = []
    for role in ("", *ROLES):
        state = sign_in_anew(browser, site, role) if role else None
        pages = [
            browser.new_context(
                base_url=site.address,
                java_script_enabled=has_script,
                storage_state=state,
                viewport=WIDE,
            ).new_page()
            for has_script in (True, False)
        ]
        own = [each for each in first.values() if each.role == role]
        seen += [look_at(each, *pages) for each in sorted(own, key=_asks_no_more)]
        for page in pages:
            page.context.close()
    return seen


def _asks_no_more(reached: Reached) -> bool:
    return rows()[reached.route].fresh is not Fresh.ALWAYS


def test_every_link_leads_somewhere(reached: list[Reached]) -> None:
    broken = [
        f"{each.role or 'public'}: {each.path} on {each.found_on} answers {each.status}"
        for each in reached
        if each.status not in {200, 302, WITHDRAWN}
    ]
    assert not broken


def test_every_page_can_be_reached_by_links(reached: list[Reached]) -> None:
    met = {each.route for each in reached}
    pages = {
        name
        for name, row in rows().items()
        if row.look is not Anyone.NOBODY and not name.startswith("public_site:api:")
    }
    assert pages - met - FOR_MACHINES - GIVEN_OUT - ONLY_AFTER <= NOT_FOLLOWED


def test_every_page_has_a_title_of_its_own(looked_at: list[Seen]) -> None:
    routes: dict[str, list[str]] = {}
    for each in looked_at:
        routes.setdefault(each.title, []).append(each.route)
    assert not {title: same for title, same in routes.items() if len(same) > 1}


def test_every_page_has_one_main_heading(looked_at: list[Seen]) -> None:
    assert not [each.path for each in looked_at if each.main_headings != 1]


def test_every_page_passes_axe(looked_at: list[Seen]) -> None:
    assert not {each.path: found for each in looked_at if (found := each.faults.violations)}


def test_every_page_fits_320_pixels_and_four_times_its_size(looked_at: list[Seen]) -> None:
    assert not {each.path: found for each in looked_at if (found := each.faults.too_wide)}


def test_the_tab_key_leads_through_every_page(looked_at: list[Seen]) -> None:
    assert not {each.path: found for each in looked_at if (found := each.faults.keyboard)}


def test_every_page_is_whole_without_script(looked_at: list[Seen]) -> None:
    assert not {each.path: each.only_with_script for each in looked_at if each.only_with_script}


def test_no_page_complains_to_the_console(looked_at: list[Seen]) -> None:
    assert not {each.path: each.complaints for each in looked_at if each.complaints}
