"""The pages of the validation over real HTTP: real records, with findings planted beside the real ones."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from fastapi import FastAPI
from playwright.sync_api import Page, expect
from tests.web.test_pages import Outline

from kg.vocab import DATA, PREFIXES, SHAPES
from kg.web import WebConfig, create_app

if TYPE_CHECKING:
    from tests.web.conftest import Server

ROOT = Path(__file__).resolve().parents[2]
Serve = Callable[[FastAPI], AbstractContextManager["Server"]]
Visit = Callable[..., AbstractContextManager[Page]]
SOURCE = "source/cao-bang-2021-06-10-hoa-an"
PARTICIPATION = f"{SOURCE}/event/working-session/participation/person/lai-xuan-mon"
PERSON = "person/lai-xuan-mon"
DOSSIER = f"data/sources/{SOURCE.removeprefix('source/')}.yaml"
HOSTILE = "<img src=x onerror=alert(1)></td></table><script>alert(2)</script> \u202egnol"
MANY = 130


def finding(rule: str, line: int = 1, **values: object) -> dict[str, Any]:
    """A finding as the build writes it."""
    made: dict[str, Any] = dict.fromkeys(("field", "value", "focus", "shape", "component", "path"), "")
    made |= {"file": DOSSIER, "line": line, "column": 9, "rule": rule, "severity": "warning"}
    return made | {"message": {"en": f"mend {rule} at {line}", "vi": f"hãy sửa {rule} ở {line}"}} | values


PLANTED = [
    finding("X2-conflict", 7, kind="conflict", shape=f"{SHAPES}X2-conflict", focus=f"{DATA}{PERSON}"),
    finding("length", 3, value=HOSTILE, message={"en": HOSTILE, "vi": ""}, field=HOSTILE),
    finding(
        "Official-name",
        2,
        file="data/registry/people.yaml",
        focus=f"{DATA}{PERSON}",
        shape=f"{SHAPES}Official-name",
    ),
    *(
        finding("X12", line, shape=f"{SHAPES}X12", severity="info", focus=f"{DATA}{SOURCE}")
        for line in range(1, MANY + 1)
    ),
]


@pytest.fixture(scope="module")
def planted(snapshot: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("planted") / "snapshot"
    shutil.copytree(snapshot, folder)
    path = folder / "findings.json"
    real = json.loads(path.read_text("utf-8"))
    assert [item["rule"] for item in real] == ["X1-self"] * len(real)
    assert len(real) >= 6
    path.write_text(json.dumps([*real, *PLANTED]), "utf-8")
    return folder


@pytest.fixture(scope="module")
def site(planted: Path, serve: Serve) -> Iterator[Server]:
    config = WebConfig(
        planted, prefixes=PREFIXES, queries=ROOT / "queries", shapes=ROOT / "shapes", records=ROOT / "data"
    )
    with serve(create_app(config)) as server:
        yield server


def get(site: Server, path: str, status: int = 200) -> str:
    response = site.client.get(path)
    assert response.status_code == status, response.text[:500]
    return str(response.text)


def groups(text: str) -> dict[str, int]:
    """Key of each group → how many findings it has."""
    heads = re.findall(r'<h2 id="g\d+">(.*?)</h2>', text, re.DOTALL)
    found = {}
    for head in heads:
        plain = unescape(re.sub(r"<[^>]+>", " ", head)).split()
        found[plain[0]] = int(plain[-1].replace(",", "").replace(".", ""))
    return found


PATHS = [
    "/validation",
    "/validation?by=source",
    "/validation?severity=warning&kind=conflict",
    "/validation?rule=X12&page=2",
    f"/validation?thing={PERSON}",
    "/validation?rule=nothing",
    "/validation?thing=%1D%7D%25%3E",
    "/shapes/X1-self",
    "/shapes/Tenure",
    "/shapes/StatedClaim-wasQuotedFrom",
    f"/record/{DOSSIER}?line=352&column=9",
    f"/doc/{PERSON}",
]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("path", PATHS)
def test_every_page_is_sound_in_both_languages(site: Server, path: str, language: str) -> None:
    text = get(site, f"/{language}{path}")
    outline = Outline(text)
    assert outline.faults == []
    assert outline.tags.count("h1") == 1
    assert len(outline.ids) == len(set(outline.ids))
    assert text.count("<table") == text.count("</table>")
    assert {href[1:] for href in outline.hrefs if href.startswith("#")} <= set(outline.ids)
    assert all("<caption" in table for table in text.split('<table class="cards-on-phone findings">')[1:])
    for href in outline.hrefs:
        if re.match(rf"/{language}/(shapes|record|validation)|/api/findings", href):
            assert site.client.get(unescape(href)).status_code == 200, href


def test_findings_stand_by_shape_with_what_each_asks(site: Server) -> None:
    text = get(site, "/en/validation")
    found = groups(text)
    assert found["X12"] == MANY
    assert found["X1-self"] >= 6
    assert list(found)[-1] in {"X12", "X1-self"}
    assert "the post is attested by the event alone" in text
    assert "chức vụ chỉ có ở chính sự kiện" in get(site, "/vi/validation")
    assert "A rule about positions and words" in text


def test_findings_stand_by_record(site: Server) -> None:
    text = get(site, "/en/validation?by=source")
    assert f'href="/en/doc/{SOURCE}"' in text
    assert groups(text)["data/registry/people.yaml"] == 1
    assert f"<code>{DOSSIER}</code>" in text


def test_a_message_is_in_the_language_of_the_page_or_says_that_it_is_not(site: Server) -> None:
    assert "hãy sửa X2-conflict ở 7" in get(site, "/vi/validation")
    assert "mend X2-conflict at 7" not in get(site, "/vi/validation")
    assert re.search(r'<td [^>]*lang="en">&lt;img', get(site, "/vi/validation"))


def test_filters_are_in_the_address_and_narrow_page_and_json_alike(site: Server) -> None:
    for query, rules in (
        ("severity=warning", {"X2-conflict", "length", "Official-name"}),
        ("severity=warning&kind=conflict", {"X2-conflict"}),
        (f"thing={PERSON}", {"X2-conflict", "Official-name", "X1-self"}),
        ("file=data/registry/people.yaml", {"Official-name"}),
        ("rule=X12&severity=warning", set()),
    ):
        assert groups(get(site, f"/en/validation?{query}")).keys() == rules
        answer = site.client.get(f"/api/findings?{query}").json()
        assert {item["rule"] for item in answer["findings"]} == rules
        assert answer["total"] == len(answer["findings"])


def test_a_long_group_offers_the_rest_page_by_page(site: Server) -> None:
    first = get(site, "/en/validation")
    assert f'<a href="?rule=X12">Show all {MANY}</a>' in first
    assert first.count("X12 at") == 10
    pages = [get(site, f"/en/validation?rule=X12&page={page}") for page in (1, 2)]
    assert [page.count("X12 at") for page in pages] == [100, MANY - 100]
    assert 'rel="next"' in pages[0]
    assert 'rel="next"' not in pages[1]


def test_a_finding_about_a_claim_stands_on_the_page_of_every_thing_that_the_claim_connects(
    site: Server,
) -> None:
    post = "org/cao-bang/party-committee/post/secretary"
    event = f"{SOURCE}/event/working-session"
    for path in (PERSON, post, event, PARTICIPATION):
        section = get(site, f"/en/doc/{path}").partition('<h2 id="findings">')[2].partition("</section>")[0]
        assert "Lại Xuân Môn&#39;s post" in section, path
        assert f'href="/en/record/{DOSSIER}?line=' in section, path
        assert 'href="/en/shapes/X1-self"' in section, path
    assert f'href="/en/validation?thing={SOURCE}"' in get(site, f"/en/doc/{SOURCE}")
    assert '<h2 id="findings">' not in get(site, "/en/doc/person/duong-cong-hiep")


def test_json_names_the_things_and_the_data_version(site: Server, planted: Path) -> None:
    answer = site.client.get("/api/findings?rule=X1-self").json()
    about = answer["findings"][0]["about"]
    assert f"{DATA}{PERSON}" in about or f"{DATA}person/" in "".join(about)
    assert (
        answer["data_version"] == json.loads((planted / "manifest.json").read_text("utf-8"))["data_version"]
    )
    assert {"file", "line", "column", "message", "shape"} <= answer["findings"][0].keys()


@pytest.mark.parametrize("query", ["severity=grave", "page=0", "by=moon", f"rule={'x' * 300}"])
def test_a_wrong_filter_is_named(site: Server, query: str) -> None:
    name = query.partition("=")[0]
    assert name in get(site, f"/en/validation?{query}", 400)


def test_a_wrong_filter_of_the_json_is_a_problem(site: Server) -> None:
    response = site.client.get("/api/findings?severity=grave")
    assert (response.status_code, response.headers["content-type"]) == (400, "application/problem+json")


def test_the_record_is_shown_at_the_line_and_only_records_are(site: Server) -> None:
    text = get(site, f"/en/record/{DOSSIER}?line=12&column=3")
    line = (ROOT / DOSSIER).read_text("utf-8").splitlines()[11]
    assert f'<li id="L12" class="at" aria-current="true"><code>{line[:2]}<mark>' in unescape(text)
    for path in (
        "data/../pyproject.toml",
        "data/register/README.md",
        "data/sources",
        "etc/passwd",
        "data/sources/x.yaml",
    ):
        assert "there is no record" in get(site, f"/en/record/{path.replace('..', '%2e%2e')}", 404)
    assert get(site, f"/en/record/{DOSSIER}?line=9999999")


def test_a_service_without_records_and_shapes_names_them_without_links(planted: Path, serve: Serve) -> None:
    with serve(create_app(WebConfig(planted, prefixes=PREFIXES))) as server:
        text = get(server, "/en/validation")
        assert f"<code>{DOSSIER}:7:9</code>" in text
        assert not any(part in text for part in ("/en/record/", "/en/shapes/"))
        assert "there is no shape" in get(server, "/en/shapes/X12", 404)


def test_a_snapshot_without_findings_says_so(planted: Path, serve: Serve, tmp_path: Path) -> None:
    shutil.copytree(planted, tmp_path / "snapshot")
    (tmp_path / "snapshot" / "findings.json").unlink()
    with serve(create_app(WebConfig(tmp_path / "snapshot", prefixes=PREFIXES))) as server:
        assert "Nothing was found" in get(server, "/en/validation")
        assert server.client.get("/api/findings").status_code == 404
        assert "/en/validation" not in get(server, "/en/")


def walk(page: Page, url: str) -> None:
    """From all findings to those of one severity, the rule, the record's line, and back to the person."""
    page.goto(f"{url}/en/validation")
    page.get_by_role("navigation", name="Severity").get_by_role("link", name="warning").click()
    expect(page).to_have_url(re.compile(r"severity=warning"))
    expect(page.get_by_role("table")).to_have_count(3)
    page.get_by_role("link", name="X2-conflict").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("two sources name two holders")
    page.get_by_role("link", name=f"{DOSSIER}:7:9").click()
    expect(page.locator("li.at")).to_have_attribute("id", "L7")
    page.go_back()
    page.get_by_role("link", name="Lại Xuân Môn").first.click()
    expect(page.get_by_role("heading", name="Findings of the validation")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_reader_gets_from_a_finding_to_rule_record_and_thing(
    site: Server, visit: Visit, *, scripts: bool
) -> None:
    with visit(scripts=scripts, locale="en-GB") as page:
        walk(page, site.url)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_fit_a_phone_and_run_no_name(
    site: Server, visit: Visit, language: str, scheme: str
) -> None:
    with visit(width=360, scheme=scheme) as page:
        for path in PATHS:
            page.goto(f"{site.url}/{language}{path}")
            assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
            assert page.locator("img[src=x]").count() == 0
