"""A journey with the keyboard alone in a real Chromium, where the focus is seen at every step."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

if TYPE_CHECKING:
    from tests.web.conftest import Server

ROOT = Path(__file__).resolve().parents[2]
MOST_TABS = 400

SHOWS_FOCUS = """async () => {
  const seen = (style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const fault = () => {
    const element = document.activeElement;
    if (!element || element === document.body) return "nothing has the focus";
    const box = element.getBoundingClientRect();
    if (!box.width || !box.height) return "it has no size";
    if (box.bottom <= 0 || box.top >= innerHeight || box.right <= 0 || box.left >= innerWidth) {
      return "it is outside the window";
    }
    // In a drawing the shape shows it, by a stroke that other nodes do not have.
    const shape = element.matches(".net-node") && element.querySelector(".net-shape");
    if (shape) return parseFloat(getComputedStyle(shape).strokeWidth) >= 3 ? "" : "the shape has no stroke";
    return seen(getComputedStyle(element)) ? "" : "it has no outline";
  };
  // The page may still be scrolling to it.
  for (let frame = 0; frame < 120 && fault(); frame++) await new Promise(requestAnimationFrame);
  return fault();
}"""


@pytest.fixture(scope="module")
def site(full_server: Server) -> str:
    return full_server.url


@dataclass(frozen=True)
class Hands:
    """Somebody without a mouse."""

    page: Page

    def at(self) -> str:
        """What has the focus, for messages."""
        return str(self.page.evaluate("document.activeElement.outerHTML.slice(0, 160)"))

    def look(self) -> None:
        """Make sure that the focus is seen."""
        fault = self.page.evaluate(SHOWS_FOCUS)
        assert fault == "", f"{fault}: {self.at()}"

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)

    def tab_to(self, selector: str, text: str = "") -> None:
        """Press Tab until something has the focus; everything on the way shows it."""
        fits = """([selector, text]) => document.activeElement.matches(selector)
          && document.activeElement.textContent.includes(text)"""
        for _ in range(MOST_TABS):
            self.press("Tab")
            self.look()
            if self.page.evaluate(fits, [selector, text]):
                return
        raise AssertionError(f"Tab does not lead to {selector} {text}; it is at {self.at()}")


@dataclass(frozen=True)
class Words:
    """What links are called in one language."""

    code: str
    expand: str
    collapse: str
    centre: str


WORDS = [
    Words("vi", "mở rộng", "thu lại", "vào tâm"),
    Words("en", "expand", "collapse", "to the centre"),
]


@pytest.mark.parametrize("width", [1200, 360])
@pytest.mark.parametrize("words", WORDS, ids=lambda words: words.code)
def test_from_the_first_page_to_the_source_of_an_edge(
    site: str, visit: Callable[..., AbstractContextManager[Page]], words: Words, width: int
) -> None:
    with visit(width=width, locale=words.code) as page:
        hands = Hands(page)
        page.goto(f"{site}/{words.code}/")

        # Search an official and choose a suggestion.
        hands.tab_to(".skip")
        hands.press("Enter")
        hands.tab_to("input[name=q]")
        page.keyboard.type("duong xuan huyen")
        expect(page.get_by_role("option", name="Dương Xuân Huyên")).to_be_visible()
        hands.press("ArrowDown")
        expect(page.get_by_role("option", selected=True)).to_have_count(1)
        hands.look()
        hands.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Dương Xuân Huyên")
        page.wait_for_load_state()

        # Open the network of that official.
        hands.tab_to("a[href*='/network?center=']")
        hands.press("Enter")
        expect(page).to_have_url(re.compile(rf"/{words.code}/network\?center=person/duong-xuan-huyen"))
        page.wait_for_load_state()
        nodes = page.locator("svg.net a")
        before = nodes.count()

        # Expand a node and collapse it: the focus stays where the hands are.
        hands.tab_to("svg.net a")
        hands.tab_to("td.choices a", words.expand)
        expanded = page.evaluate("document.activeElement.id")
        hands.press("Enter")
        expect(page).to_have_url(re.compile("expand="))
        expect(page.locator(f"[id='{expanded}']")).to_have_text(words.collapse)
        expect(page.locator(f"[id='{expanded}']")).to_be_focused()
        hands.look()
        assert nodes.count() > before
        hands.press("Enter")
        expect(page).not_to_have_url(re.compile("expand="))
        expect(page.locator(f"[id='{expanded}']")).to_be_focused()
        hands.look()
        expect(nodes).to_have_count(before)

        # Open the evidence of an edge, close it with Escape, open it again, and read the passage.
        hands.tab_to("section[aria-labelledby=edges] summary")
        hands.press("Enter")
        box = page.locator("section[aria-labelledby=edges] details[open]")
        expect(box).to_have_count(1)
        hands.press("Escape")
        expect(box).to_have_count(0)
        hands.look()
        hands.press("Enter")
        hands.tab_to("section[aria-labelledby=edges] .src-box a")
        hands.press("Enter")
        expect(page).to_have_url(re.compile(rf"/{words.code}/doc/source/[^#]+#char=\d+,\d+$"))
        passage = page.locator(".passages li:target")
        expect(passage).to_be_in_viewport()


def test_another_centre_begins_the_view_anew_at_its_title(
    site: str, visit: Callable[..., AbstractContextManager[Page]]
) -> None:
    words = WORDS[1]
    with visit(locale="en-GB") as page:
        hands = Hands(page)
        page.goto(f"{site}/en/network?center=person/duong-xuan-huyen")
        hands.tab_to("td.choices a", words.centre)
        name = page.locator("tr:focus-within th a").inner_text()
        hands.press("Enter")
        title = page.get_by_role("heading", level=1)
        expect(title).to_contain_text(name)
        expect(title).to_be_focused()
        hands.look()
        hands.tab_to("#center")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/search?q=bac+son",
        "/doc/org/lang-son/peoples-committee",
        "/ask/career?person=Dương Xuân Huyên",
        "/places/lang-son.huyen.bac-son?on=2022-06-22",
        "/coverage",
        "/changes",
        "/validation",
    ],
)
def test_tab_shows_the_focus_everywhere_and_leaves_every_page(
    site: str, visit: Callable[..., AbstractContextManager[Page]], path: str, scheme: str
) -> None:
    with visit(scheme=scheme) as page:
        hands = Hands(page)
        page.goto(f"{site}/vi{path}")
        last = page.locator(".site-foot a").last
        for _ in range(MOST_TABS):
            hands.press("Tab")
            hands.look()
            if last.evaluate("element => element === document.activeElement"):
                return
        raise AssertionError(f"Tab does not lead to the end of {path}; it is at {hands.at()}")
