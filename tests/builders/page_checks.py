"""What a browser makes of a page: faults that axe finds, overflow, the way of the Tab key."""

import hashlib
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page, ViewportSize

from builders.browsing import Reached

STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
WIDE: ViewportSize = {"width": 1280, "height": 1024}
MORE_STOPS = 3
"""A page may offer more while the focus moves, and begin with the focus on its errors."""
ZOOMED: ViewportSize = {"width": 320, "height": 256}
"""WIDE at 400 %, which is also the narrowest window that pages must fit."""

SAID = ", ".join(f"main {tag}" for tag in ("h1", "h2", "h3", "a", "label", "legend", "button"))
LATE, LATE_DRAWN = "#indicator-map", "#indicator-map canvas"
"""A map is drawn after the page is there."""
DRAWN_BY_SCRIPT = frozenset({"", "Show an area on the map", "Show", "Show all sections"})
"""What only helps those with script: the menu of a map, the button that shows a password."""

OVERFLOW = """() => {
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (wide <= 0) return [];
  const right = document.documentElement.clientWidth + 1;
  const inside = (element) => {
    for (let each = element.parentElement; each; each = each.parentElement)
      if (getComputedStyle(each).overflowX !== "visible" && each !== document.body
          && each !== document.documentElement) return true;
    return false;
  };
  const out = [...document.body.querySelectorAll("*")].filter(
    (each) => each.getBoundingClientRect().right > right && !inside(each));
  const named = (each) => `${each.tagName.toLowerCase()}.${each.className}`;
  return [`${wide} px too wide`, ...out.slice(0, 4).map(named)];
}"""

LISTEN = """() => {
  const shown = (each) => each.checkVisibility({visibilityProperty: true}) &&
    !each.closest("[inert]");
  const radios = new Set();
  const stops = [...document.querySelectorAll(
    "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]")]
    .filter((each) => each.tabIndex >= 0 && !each.disabled && shown(each))
    .filter((each) => {
      if (each.type !== "radio") return true;
      const name = `${each.form?.action} ${each.name}`;
      const group = [...document.querySelectorAll("input[type=radio]")].filter((one) =>
        one.name === each.name && one.form === each.form && shown(one) && !one.disabled);
      const stop = group.find((one) => one.checked) ?? group[0];
      if (radios.has(name) || stop !== each) return false;
      radios.add(name);
      return true;
    });
  const look = (each) => {
    const label = each.id ? document.querySelector(`label[for="${CSS.escape(each.id)}"]`) : null;
    const box = (of, pseudo) => {
      const style = getComputedStyle(of, pseudo);
      const outline = style.outlineStyle === "none" ? "" : style.outline;
      return [outline, style.boxShadow, style.borderColor, style.borderWidth,
              style.backgroundColor, style.color].join("|");
    };
    return [box(each), box(each, "::before"), label ? box(label) : "",
            label ? box(label, "::before") : "", each.parentElement ? box(each.parentElement) : "",
            ...[...each.querySelectorAll("*")].slice(0, 8).map((inner) => box(inner))].join("§");
  };
  const name = (each) => `${each.tagName.toLowerCase()}#${each.id}.${each.className} ` +
    `[${(each.textContent || each.value || "").trim().slice(0, 40)}]`;
  window.hwStops = stops;
  window.hwBefore = new Map(stops.map((each) => [each, look(each)]));
  window.hwMet = [];
  document.addEventListener("focusin", (event) => {
    const each = event.target;
    const place = each.getBoundingClientRect();
    window.hwMet.push([
      stops.indexOf(each), name(each), look(each) !== window.hwBefore.get(each),
      place.bottom > 0 && place.top < innerHeight && place.right > 0 && place.left < innerWidth,
    ]);
  });
  return stops.map(name);
}"""

NEXT_FRAME = "() => new Promise((drawn) => requestAnimationFrame(() => drawn()))"
"""What scripts do at another width of the window, as tabs do, they do by the time of a frame."""

BACK_TO_THE_TOP = """() => {
  const top = document.createElement("span");
  top.tabIndex = -1;
  document.body.prepend(top);
  top.focus();
  top.remove();
}"""


@dataclass(frozen=True, slots=True)
class Stop:
    """Where the Tab key stopped."""

    position: int
    """Among the stops that were there at the start; -1 for one that came later."""
    name: str
    is_marked: bool
    is_in_view: bool


def violations(page: Page) -> list[str]:
    """What axe finds wrong with a page under WCAG 2.2 A and AA."""
    found: dict[str, Any] = (
        Axe()
        .run(
            page,
            options={
                "runOnly": {"type": "tag", "values": STANDARDS},
                "resultTypes": ["violations"],
            },
        )
        .response
    )
    return [
        f"{each['id']}: {node['target']}" for each in found["violations"] for node in each["nodes"]
    ]


def overflow(page: Page) -> list[str]:
    """What makes the page wider than its window."""
    found: list[str] = page.evaluate(OVERFLOW)
    return found


def keyboard_faults(page: Page) -> list[str]:
    """What is wrong for somebody who has nothing but the Tab key."""
    expected: list[str] = page.evaluate(LISTEN)
    for _ in range(len(expected) + MORE_STOPS):
        page.keyboard.down("Tab")
    page.keyboard.up("Tab")
    met = [Stop(*each) for each in page.evaluate("window.hwMet")]
    page.evaluate(BACK_TO_THE_TOP)
    order = [stop.position for stop in met if stop.position >= 0]
    missed = [name for position, name in enumerate(expected) if position not in order]
    faults = [f"never reached: {name}" for name in missed]
    # Once round; where the focus goes when it leaves the page and comes back is the browser's.
    once = order[: len(expected)]
    if sum(later < earlier for earlier, later in pairwise(once)) > 1:
        faults.append(f"not in the order of the page: {order}")
    faults += [f"focus not to be seen: {stop.name}" for stop in met if not stop.is_marked]
    faults += [f"focus out of view: {stop.name}" for stop in met if not stop.is_in_view]
    return faults


@dataclass(frozen=True, slots=True)
class Faults:
    """What was found on one page in one browser."""

    violations: list[str]
    too_wide: list[str]
    keyboard: list[str]

    def __bool__(self) -> bool:
        return bool(self.violations or self.too_wide or self.keyboard)


NOTHING = Faults([], [], [])


class LookedAt:
    """What was looked at in this run, in whichever of its processes, so that none is twice."""

    folder: Path

    def is_new(self, *words: str) -> bool:
        """Whether nobody looked at what these words name. From now on somebody did."""
        mark = self.folder / hashlib.sha256("\n".join(words).encode()).hexdigest()
        try:
            mark.touch(exist_ok=False)
        except FileExistsError:
            return False
        return True


LOOKED_AT = LookedAt()


def faults_of(page: Page) -> Faults:
    """Everything wrong with a page."""
    found = violations(page)
    page.set_viewport_size(ZOOMED)
    too_wide = overflow(page)
    page.set_viewport_size(WIDE)
    page.evaluate(NEXT_FRAME)
    return Faults(found, too_wide, keyboard_faults(page))


@dataclass(frozen=True, slots=True)
class Seen:
    """One page as a browser has it."""

    route: str
    path: str
    title: str
    main_headings: int
    faults: Faults
    only_with_script: list[str]
    complaints: list[str]


def look_at(reached: Reached, page: Page, plain: Page) -> Seen:
    """Everything found on a page, opened with script and without."""
    complaints: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        if message.type == "error":
            complaints.append(message.text)

    page.on("console", heard)
    page.goto(reached.path)
    if page.locator(LATE).count():
        page.locator(LATE_DRAWN).first.wait_for()
    plain.goto(reached.path, wait_until="domcontentloaded")
    seen = Seen(
        route=reached.route,
        path=reached.path,
        title=page.title(),
        main_headings=page.locator("h1").count(),
        only_with_script=sorted(_said(page) - _said(plain)),
        faults=faults_of(page) if LOOKED_AT.is_new(reached.route) else NOTHING,
        complaints=complaints,
    )
    page.remove_listener("console", heard)
    return seen


def _said(page: Page) -> set[str]:
    """Headings, links, questions and buttons of a page."""
    said = page.locator(SAID).all_inner_texts()
    return {" ".join(words.split()).removesuffix(" , Show") for words in said} - DRAWN_BY_SCRIPT
