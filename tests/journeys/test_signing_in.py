"""Signing in where it is not a demonstration: second factors, sessions, and showing it again."""

import re
import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from builders.accounts import code_at
from builders.page_checks import WIDE
from builders.site import Site, served, site_at
from builders.visiting import Visitor, sign_in
from conftest import PATIENCE_MS

PASSWORD = "weir lantern quarry seven"
SECRET = "for journeys only, and long enough to be taken for a key"
OWNER = "Mossford Police and Crime Commissioner"
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="module")
def real_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """An installation with a partnership and nobody in it, where second factors are on."""
    if shutil.which("chromium") is None:
        pytest.skip("there is no chromium on this machine")
    home = tmp_path_factory.mktemp("real") / "home"
    home.mkdir()
    with served(site_at(home, HEADWATER_SECRET_KEY=SECRET)) as site:
        site.command(
            *("workspace_add", "mossford", "--name", "Mossford", "--area", "Z98P00001"),
            *("--area-name", "Mossford", "--owner", OWNER, "--kind", "pcc"),
            *("--email", "office@pcc.mossford.example"),
        )
        yield site


@pytest.fixture
def real_visits(browser: Browser, real_site: Site) -> Iterator[Callable[[], Visitor]]:
    """Browsers that nobody has signed in with."""
    made: list[Visitor] = []

    def visitor() -> Visitor:
        context = browser.new_context(base_url=real_site.address, viewport=WIDE)
        context.set_default_timeout(PATIENCE_MS)
        made.append(Visitor(context.new_page()))
        return made[-1]

    yield visitor
    for each in made:
        each.page.context.close()
        assert each.complaints == []


def invited(site: Site, visitor: Visitor, email: str) -> None:
    """An administrator who has set a password by their link, and signs in for the first time."""
    said = site.command(
        *("user_add", email, "--name", "Wren Aldous", "--workspace", "mossford"),
        *("--organisation", OWNER, "--role", "administrator"),
    )
    link = re.search(r"http\S+", said)
    assert link is not None
    visitor.open(link[0])
    visitor.fill("New password", PASSWORD)
    visitor.fill("New password again", PASSWORD)
    visitor.press("Set the password")
    visitor.open("/account/sign-in/")
    sign_in(visitor, email, PASSWORD)


def set_up_app(visitor: Visitor) -> str:
    """The key of an authenticator app, set up."""
    visitor.follow("Set up an authenticator app")
    key = visitor.page.locator("main code").inner_text()
    visitor.fill("Code from the app", code_at(key))
    visitor.press("Set up the app")
    return key


def recovery_codes(visitor: Visitor) -> list[str]:
    """The codes to be kept beside the telephone."""
    visitor.open("/account/second-factor/recovery-codes/")
    return visitor.page.locator("main li code").all_inner_texts()


def sign_out(visitor: Visitor) -> None:
    """Leave, from the account's page."""
    visitor.open("/account/")
    visitor.follow("Sign out", within="header")
    visitor.press("Sign out")


def test_a_password_alone_opens_nothing(
    real_site: Site, real_visits: Callable[[], Visitor]
) -> None:
    # Given somebody who was invited and has a password
    visitor = real_visits()
    invited(real_site, visitor, "first@mossford.example")

    # When they open anything, then they are asked to set up a second factor
    for path in ("/work/mossford/", "/account/profile/", "/account/notices/"):
        visitor.open(path)
        visitor.is_at("Your second factor")
        visitor.sees("Set up a second factor to go on.")


def test_somebody_signs_in_with_an_app_and_with_a_recovery_code(
    real_site: Site, real_visits: Callable[[], Visitor]
) -> None:
    # Given somebody who set up an authenticator app and kept their recovery codes
    email = "app@mossford.example"
    visitor = real_visits()
    invited(real_site, visitor, email)
    key = set_up_app(visitor)
    codes = recovery_codes(visitor)
    assert len(codes) == 10
    sign_out(visitor)

    # When they sign in with the next code of the app, then they are at their work
    visitor.open("/work/")
    sign_in(visitor, email, PASSWORD)
    visitor.is_at("Your second factor")
    visitor.fill("Code", code_at(key, steps_ahead=1))
    visitor.press("Sign in")
    visitor.is_at("What waits for you")
    sign_out(visitor)

    # When the telephone is lost, then a recovery code opens the account once
    other = real_visits()
    for each in (visitor, other):
        each.open("/account/sign-in/")
        sign_in(each, email, PASSWORD)
        each.fill("Code", codes[0])
        each.press("Sign in")
    assert visitor.path.startswith("/work/")
    expect(other.page).to_have_title(re.compile("^Error: "))


def test_a_session_is_ended_from_another_browser(
    real_site: Site, real_visits: Callable[[], Visitor]
) -> None:
    # Given somebody who is signed in at home and left a browser open at work
    email = "twice@mossford.example"
    work, home = real_visits(), real_visits()
    invited(real_site, work, email)
    set_up_app(work)
    codes = recovery_codes(work)
    home.open("/account/sign-in/")
    sign_in(home, email, PASSWORD)
    home.fill("Code", codes[0])
    home.press("Sign in")

    # When they end every session but the one at home
    home.open("/account/sessions/")
    assert home.page.locator("main tbody tr").count() == 2
    home.press("End every session but this one")

    # Then the browser at work is signed out, and the one at home is not
    work.open("/work/mossford/")
    work.is_at("Sign in")
    home.open("/work/mossford/")
    home.is_at("What waits for you")


def test_what_matters_asks_again_and_goes_on_where_it_stopped(
    real_site: Site, real_visits: Callable[[], Visitor]
) -> None:
    # Given an administrator who signed in an hour ago
    visitor = real_visits()
    email = "again@mossford.example"
    invited(real_site, visitor, email)
    set_up_app(visitor)
    codes = recovery_codes(visitor)
    visitor.open("/work/mossford/partners/people/invite/")
    real_site.let_an_hour_pass(email)

    # When they invite somebody
    visitor.fill("Full name", "Isla Fenwick")
    visitor.fill("Work e-mail address", "isla.fenwick@mossford.example")
    visitor.select("Which organisation do they sit for?", OWNER)
    visitor.choose("Viewer")
    visitor.press("Invite")

    # Then they show that it is them, and what they sent is done
    visitor.is_at("Confirm that it is you")
    visitor.fill("Code", codes[0])
    visitor.press("Confirm")
    visitor.is_at("You confirmed that it is you")
    visitor.press("Carry on")
    visitor.open("/work/mossford/partners/people/")
    visitor.sees("Isla Fenwick")


def test_somebody_signs_in_with_a_passkey(
    real_site: Site, real_visits: Callable[[], Visitor]
) -> None:
    # Given somebody whose computer keeps passkeys, and who made one
    email = "passkey@mossford.example"
    visitor = real_visits()
    give_authenticator(visitor.page)
    invited(real_site, visitor, email)
    visitor.follow("Add a passkey")
    visitor.fill("Name of this passkey", "Work laptop")
    visitor.press("Add the passkey")
    visitor.open("/account/second-factor/passkeys/")
    visitor.sees("Work laptop")
    sign_out(visitor)

    # When they sign in with it
    visitor.open("/account/sign-in/")
    sign_in(visitor, email, PASSWORD)
    visitor.press("Use a passkey or security key")

    # Then they are at their work
    visitor.is_at("What waits for you")

    # When it matters an hour later, then the passkey shows that it is them
    real_site.let_an_hour_pass(email)
    visitor.open("/work/mossford/partners/people/export/")
    visitor.is_at("Confirm that it is you")
    visitor.press("Use a passkey or security key")
    visitor.is_at("Export people and roles")


def give_authenticator(page: Page) -> None:
    """A device that makes passkeys and says yes."""
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})


def test_somebody_renames_and_removes_what_they_sign_in_with(
    real_site: Site, real_visits: Callable[[], Visitor]
) -> None:
    # Given somebody with an app and a passkey
    visitor = real_visits()
    give_authenticator(visitor.page)
    invited(real_site, visitor, "both@mossford.example")
    set_up_app(visitor)
    visitor.open("/account/second-factor/")
    visitor.follow("Add a passkey")
    visitor.fill("Name of this passkey", "Telephone")
    visitor.press("Add the passkey")

    # When they rename the one and make new codes
    visitor.open("/account/second-factor/passkeys/")
    visitor.follow("Rename")
    visitor.fill("Name of this passkey", "Old telephone")
    visitor.press("Save the name")
    codes = recovery_codes(visitor)
    visitor.follow("Make new codes")
    visitor.press("Make new codes")
    assert not set(codes) & set(recovery_codes(visitor))

    # And remove both
    visitor.open("/account/second-factor/passkeys/")
    visitor.sees("Old telephone")
    visitor.follow("Remove")
    visitor.press("Remove the passkey")
    visitor.open("/account/second-factor/")
    visitor.follow("Remove the authenticator app")
    visitor.page.locator("main form button").first.click()

    # Then nothing else opens until they set up another
    visitor.open("/work/mossford/")
    visitor.sees("Set up a second factor to go on.")
