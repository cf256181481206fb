"""Somebody who fills in pages by keyboard alone: Tab, arrows, the space bar, Enter and letters."""

from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator

from builders.visiting import Visitor, reach_by_tab

MOST_CHOICES = 40


@dataclass(frozen=True, slots=True)
class Keyboard:
    """Acts on fields by their names, which do not change with the words of a round."""

    visitor: Visitor

    def write(self, name: str, words: str) -> None:
        """Tab to a field and type."""
        reach_by_tab(self.visitor.page, self._named(name))
        self.visitor.page.keyboard.insert_text(words)

    def pick(self, name: str, value: str) -> None:
        """Tab to a question's choices and go through them until the one is chosen."""
        page, wanted = self.visitor.page, self._named(name, value)
        reach_by_tab(page, self._named(name).first)
        page.keyboard.press("Space")
        for _ in range(MOST_CHOICES):
            if wanted.is_checked():
                return
            page.keyboard.press("ArrowDown")
        raise AssertionError(f"the arrows do not lead to [{value}]")

    def tick(self, name: str, value: str = "on") -> None:
        """Tab to a box and tick it."""
        reach_by_tab(self.visitor.page, self._named(name, value))
        self.visitor.page.keyboard.press("Space")

    def select(self, name: str, words: str) -> None:
        """Tab to a menu and type the beginning of what is wanted."""
        reach_by_tab(self.visitor.page, self._named(name))
        self.visitor.page.keyboard.type(words)

    def attach(self, name: str, path: Path) -> None:
        """Tab to where a file is given. The window that opens then is not the page's."""
        reach_by_tab(self.visitor.page, self._named(name))
        self._named(name).set_input_files(path)

    def press(self, words: str) -> None:
        """Tab to a button, or a link that looks like one, and press Enter."""
        self._enter(self.visitor.page.locator("main").get_by_role("button", name=words))

    def follow(self, words: str) -> None:
        """Tab to a link and press Enter."""
        self._enter(self.visitor.page.locator("main").get_by_role("link", name=words))

    def _enter(self, place: Locator) -> None:
        reach_by_tab(self.visitor.page, place.first)
        with self.visitor.page.expect_navigation():
            self.visitor.page.keyboard.press("Enter")
        self.visitor.look()

    def _named(self, name: str, value: str = "") -> Locator:
        chosen = f'[value="{value}"]' if value else ""
        return self.visitor.page.locator(f'main [name="{name}"]{chosen}')
