"""axe-core on every page in both languages, both colours, two widths: ``python -m tests.soak.accessibility``.

CI looks at each page once. It ends with 1 and lists what axe calls serious or critical.
"""

# ruff: noqa: T201 - it prints what it found

from __future__ import annotations

import shutil
import sys
import tempfile
from itertools import product
from pathlib import Path
from typing import Literal

from playwright.sync_api import sync_playwright
from tests.records import copy_records
from tests.web.axe import PAGES, ROOT, axe_config, grave
from tests.web.conftest import ARGUMENTS, serve_app

from kg.build import Inputs, build_snapshot
from kg.web import create_app

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


def main() -> int:
    """Run, print, and return the exit code."""
    chromium = shutil.which("chromium")
    if chromium is None:
        print("chromium is not here: apt-get install chromium")
        return 1
    found: list[str] = []
    count = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        built = build_snapshot(Inputs(ROOT, copy_records(folder / "data"), folder / "build"))
        with serve_app(create_app(axe_config(built.folder))) as server, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
            for scheme, width in product(SCHEMES, (1200, 360)):
                context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 800})
                page = context.new_page()
                for path, language in product(PAGES, ("vi", "en")):
                    page.goto(f"{server.url}/{language}{path}")
                    found += [f"/{language}{path} {scheme} {width}: {line}" for line in grave(page)]
                    count += 1
                context.close()
            browser.close()
    print(f"{count} pages, {len(found)} grave", *found, sep="\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
