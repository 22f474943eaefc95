"""Pictures of pages as they should look: ``python -m tests.web.pictures`` takes all of them anew.

They show invented records (``tests/fixtures/small``), so they change with the pages and not with the data. A
picture is the first screen in grey at half its size. Chromium draws it without hinting, colour fringes or
movement, all text in the web font of the project; what depends on the data version is covered.
"""

# ruff: noqa: T201 - it says what it wrote

from __future__ import annotations

import io
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import numpy as np
from PIL import Image
from playwright.sync_api import Browser, sync_playwright
from tests.web.conftest import ARGUMENTS, serve_app

from kg.build import Inputs, build_snapshot
from kg.vocab import PREFIXES
from kg.web import WebConfig, create_app

ROOT: Final = Path(__file__).resolve().parents[2]
FOLDER: Final = ROOT / "tests" / "fixtures" / "pictures"
FOUND: Final = ROOT / "build" / "pictures"
"""Where a failed comparison leaves what it saw; git ignores it."""

STEADY: Final = ("--font-render-hinting=none", "--disable-lcd-text", "--force-color-profile=srgb")
"""Arguments that take the machine out of the picture."""
_STYLE: Final = """
*, *::before, *::after { font-family: "Be Vietnam Pro" !important; transition: none !important;
  animation: none !important; }
"""
_VERSION: Final = ".site-foot code"
_SHADES: Final = 32

CLEAR: Final = 32
"""Difference of grey, of 255, from which on a point counts as another; edges of letters differ by less."""
TOLERANCE: Final = 0.0005
"""Share of such points that is no change of the page: 150 of 300 000. Two runs differ in none."""


@dataclass(frozen=True)
class Shot:
    """One page as it is looked at.

    Attributes:
        name: of the file.
        address: below the service.
        width: of the window, pixels.
        scheme: colours that the reader prefers.
        covered: CSS selector of what depends on the data version.
    """

    name: str
    address: str
    width: int = 1000
    scheme: Literal["light", "dark"] = "light"
    covered: str = _VERSION


SHOTS: Final = (
    Shot("home", "/vi/"),
    Shot("home-dark", "/en/", scheme="dark"),
    Shot("search", "/vi/search?q=doi+gio"),
    Shot("person", "/vi/doc/person/tran-van-an"),
    Shot("person-phone", "/en/doc/person/tran-van-an", width=360),
    Shot("unit", "/en/doc/unit/bm.huyen.song-xanh"),
    Shot("event", "/vi/doc/source/alpha/event/meeting", scheme="dark"),
    Shot("source", "/en/doc/source/beta"),
    Shot("network", "/vi/network?center=person/tran-van-an"),
    Shot("answer", "/en/ask/career?person=Trần+Văn+An"),
    Shot("places", "/vi/places?on=2021-03-10"),
    Shot("validation", "/en/validation"),
    Shot("coverage", "/vi/coverage"),
    Shot("changes", "/en/changes", covered="main code, .site-foot code"),
)
_HEIGHT: Final = 1200


@contextmanager
def picture_site(folder: Path) -> Iterator[str]:
    """Serve the invented records, built in two steps, for a ``with`` block that gets the address."""
    data = folder / "data"
    shutil.copytree(ROOT / "tests" / "fixtures" / "small", data, ignore=shutil.ignore_patterns("gamma.yaml"))
    build_snapshot(Inputs(ROOT, data, folder / "build"))
    shutil.copy(ROOT / "tests" / "fixtures" / "small" / "sources" / "gamma.yaml", data / "sources")
    built = build_snapshot(Inputs(ROOT, data, folder / "build"))
    config = WebConfig(built.folder, prefixes=PREFIXES, queries=ROOT / "queries", shapes=ROOT / "shapes")
    with serve_app(create_app(config)) as server:
        yield server.url


@contextmanager
def steady_browser() -> Iterator[Browser]:
    """Give a Chromium that draws alike on every machine.

    Raises:
        FileNotFoundError: there is none.
    """
    path = shutil.which("chromium")
    if path is None:
        raise FileNotFoundError("chromium is not here: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*ARGUMENTS, *STEADY])
        yield browser
        browser.close()


def take(browser: Browser, site: str, shot: Shot, style: str = "") -> Image.Image:
    """Return the picture of a page; ``style`` is CSS that is added to it."""
    context = browser.new_context(
        viewport={"width": shot.width, "height": _HEIGHT},
        color_scheme=shot.scheme,
        reduced_motion="reduce",
        device_scale_factor=1,
        # Our own style sheet must come in, which the pages forbid to everybody.
        bypass_csp=True,
    )
    try:
        page = context.new_page()
        page.goto(f"{site}{shot.address}", wait_until="networkidle")
        page.add_style_tag(content=_STYLE + style)
        page.evaluate("document.fonts.ready.then(() => null)")
        assert page.evaluate("document.fonts.check('400 16px \"Be Vietnam Pro\"', 'ạ')")
        content = page.screenshot(
            animations="disabled", caret="hide", mask=[page.locator(shot.covered)], mask_color="#808080"
        )
    finally:
        context.close()
    image = Image.open(io.BytesIO(content)).convert("L")
    return image.resize((image.width // 2, image.height // 2), Image.Resampling.BOX)


def write(image: Image.Image, path: Path) -> None:
    """Write a picture as a small PNG of few greys."""
    path.parent.mkdir(parents=True, exist_ok=True)
    image.quantize(_SHADES, dither=Image.Dither.NONE).save(path, optimize=True)


def read(path: Path) -> Image.Image:
    """Read a picture."""
    with Image.open(path) as image:
        return image.convert("L")


def compare(wanted: Image.Image, found: Image.Image) -> tuple[float, Image.Image]:
    """Return the share of points that clearly differ, and a picture in which they are black."""
    if wanted.size != found.size:
        return 1.0, found
    pair = [np.asarray(image, dtype=np.int16) for image in (wanted, found)]
    differs = np.abs(pair[0] - pair[1]) > CLEAR
    faint = 192 + np.asarray(found, dtype=np.uint16) // 4
    return float(differs.mean()), Image.fromarray(np.where(differs, 0, faint).astype(np.uint8))


def main() -> int:
    """Take all pictures and say which have changed."""
    with (
        tempfile.TemporaryDirectory() as folder,
        picture_site(Path(folder)) as site,
        steady_browser() as browser,
    ):
        for shot in SHOTS:
            path = FOLDER / f"{shot.name}.png"
            image = take(browser, site, shot)
            share = compare(read(path), image)[0] if path.exists() else 1.0
            if share > TOLERANCE:
                write(image, path)
                print(f"{path.relative_to(ROOT)}: written, {share:.2%} of it is new")
    for path in sorted(FOLDER.glob("*.png")):
        if path.stem not in {shot.name for shot in SHOTS}:
            path.unlink()
            print(f"{path.relative_to(ROOT)}: removed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
