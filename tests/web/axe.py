"""axe-core over the pages of the service: which address shows which template, and what axe finds there."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Page

from kg.vocab import PREFIXES
from kg.web import WebConfig

ROOT: Final = Path(__file__).resolve().parents[2]
AXE: Final = ROOT / "tests" / "clients" / "node_modules" / "axe-core" / "axe.min.js"
SOURCE: Final = "source/lang-son-2022-06-22-binh-gia-bac-son"
LOC_BINH: Final = "source/lang-son-2024-04-23-loc-binh-notice"

PAGES: Final = (
    "/",
    "/search?q=bac+son",
    "/search?q=lang+sno",
    "/doc/person/duong-xuan-huyen",
    "/doc/org/lang-son/peoples-committee",
    "/doc/unit/lang-son.huyen.bac-son",
    f"/doc/{SOURCE}",
    f"/doc/{SOURCE}/event/inspection",
    "/network",
    "/network?center=person/duong-xuan-huyen",
    "/network?center=person/duong-xuan-huyen&to=unit/lang-son.huyen.bac-son",
    "/network?center=person/duong-xuan-huyen&on=2022-06-22&pin=unit/lang-son.huyen.bac-son",
    "/network?center=unit/lang-son&steps=3&things=2000",
    "/overview",
    "/overview?by=province",
    "/search",
    "/search?kind=person",
    "/lineage",
    "/lineage?of=document/lang-son/resolution-08-2019",
    "/together",
    "/together?least=2",
    "/places",
    "/places/lang-son.huyen.bac-son?on=2022-06-22",
    "/ask",
    "/ask/who-inspected-where?place=huyện Bắc Sơn",
    "/ask/who-inspected-where?place=huyện Bắc Sơn&view=map",
    "/ask/who-inspected-where?place=huyện Bắc Sơn&view=matrix",
    "/ask/who-inspected-where?place=huyện Bắc Sơn&view=network",
    "/ask/career?person=ho-tien-thieu&from=2020",
    "/ask/holder-on",
    "/ask/holder-on?post=chủ+tịch&date=2022",
    "/sparql",
    "/sparql?query=SELECT * WHERE { ?s ?p ?o } LIMIT 3",
    "/about",
    "/coverage",
    "/changes",
    "/notebook",
    "/report",
    "/report?about=person/duong-xuan-huyen",
    "/doc/source/lang-son-2020-05-27-monthly-meeting/directive/land-use/task/submit?on=2020-06-01",
    "/doc/org/lang-son/peoples-committee/post/chair",
    "/validation",
    "/record/data/sources/lang-son-2022-06-22-binh-gia-bac-son.yaml?line=20",
    "/ontology",
    "/ontology/Official",
    "/shapes",
    "/shapes/X1-self",
    "/nowhere",
)
"""At least one address for every template, those with many parts more than once."""

_BESIDES: Final = frozenset({"landmark-unique", "heading-order", "region"})
"""Rules of a lesser weight that the pages keep too."""


def axe_config(snapshot: Path) -> WebConfig:
    """A service with everything that pages may show."""
    return WebConfig(
        snapshot, prefixes=PREFIXES, queries=ROOT / "queries", shapes=ROOT / "shapes", records=ROOT / "data"
    )


@lru_cache(maxsize=1)
def _script() -> str:
    if not AXE.is_file():
        pytest.skip("the node modules are not here: npm ci --prefix tests/clients")
    return AXE.read_text("utf-8")


def grave(page: Page) -> list[str]:
    """Return what axe-core calls serious or critical on an open page, and a few rules more."""
    page.evaluate(_script())
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{rule['id']} ({rule['impact']}): {node['target'][0]}: {node['failureSummary']}"
        for rule in found["violations"]
        if rule["impact"] in {"serious", "critical"} or rule["id"] in _BESIDES
        for node in rule["nodes"]
    ]
