"""What pages weigh in a real Chromium with an empty cache: ``python -m tests.web.weight`` prints it."""

# ruff: noqa: T201 - it prints what it measured

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, sync_playwright
from tests.records import copy_records
from tests.web.axe import axe_config
from tests.web.conftest import ARGUMENTS, serve_app

from kg.build import Inputs, build_snapshot
from kg.web import create_app

ROOT: Final = Path(__file__).resolve().parents[2]
BUDGETS: Final = ROOT / "docs" / "reference" / "limits.md"
"""Holds the table of budgets; what a page may weigh stands nowhere else."""

_ROW: Final = re.compile(r"\| `(/[^`]*)` \| ([\d ]+) \| ([\d ]+) \| ([\d ]+) \| ([\d.]+) \|")
_WATCH: Final = """
window.shifts = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifts.push(entry.value);
}).observe({ type: "layout-shift", buffered: true });
"""
_COUNT: Final = """async () => {
  await document.fonts.ready;
  for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
  return [document.getElementsByTagName("*").length, window.shifts.reduce((sum, one) => sum + one, 0)];
}"""


@dataclass(frozen=True)
class Weight:
    """What a page takes, or may take.

    Attributes:
        sent: bytes on the wire of all answers, with their headers.
        requests: number of answers.
        elements: of the document when it is loaded.
        shift: sum of the layout shifts (https://wicg.github.io/layout-instability/) without input.
    """

    sent: int
    requests: int
    elements: int
    shift: float

    def above(self, budget: Weight) -> list[str]:
        """Name what is above a budget, with both figures."""
        pairs = [
            ("bytes", self.sent, budget.sent),
            ("requests", self.requests, budget.requests),
            ("elements", self.elements, budget.elements),
            ("layout shift", round(self.shift, 4), budget.shift),
        ]
        return [f"{found} {name}, {allowed} allowed" for name, found, allowed in pairs if found > allowed]


def read_budgets(text: str) -> dict[str, Weight]:
    """Return the budgets of a table in Markdown, by address below the language."""
    return {
        address: Weight(_number(sent), _number(requests), _number(elements), float(shift))
        for address, sent, requests, elements, shift in _ROW.findall(text)
    }


def _number(text: str) -> int:
    return int(text.replace(" ", ""))


def weigh(browser: Browser, address: str) -> Weight:
    """Open a page as somebody who was never here and return what it took."""
    context = browser.new_context(viewport={"width": 1200, "height": 800}, reduced_motion="reduce")
    try:
        page = context.new_page()
        page.add_init_script(_WATCH)
        sizes: list[int] = []

        def note(event: dict[str, Any]) -> None:
            sizes.append(int(event["encodedDataLength"]))

        session = context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.loadingFinished", note)
        page.goto(address, wait_until="networkidle")
        elements, shift = page.evaluate(_COUNT)
    finally:
        context.close()
    return Weight(sum(sizes), len(sizes), int(elements), float(shift))


def main() -> int:
    """Print what the pages take and may take."""
    chromium = shutil.which("chromium")
    if chromium is None:
        print("chromium is not here: apt-get install chromium")
        return 1
    budgets = read_budgets(BUDGETS.read_text("utf-8"))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        built = build_snapshot(Inputs(ROOT, copy_records(folder / "data"), folder / "build"))
        with serve_app(create_app(axe_config(built.folder))) as server, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
            for address, budget in budgets.items():
                for language in ("vi", "en"):
                    print(
                        address, language, weigh(browser, f"{server.url}/{language}{address}"), "of", budget
                    )
            browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
