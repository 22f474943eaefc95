"""What all pages share while the application runs: templates, search index, questions, texts, redirects."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import Response

from kg.store import Manifest, ServedStore
from kg.store.history import FILE as HISTORY
from kg.store.manifest import damaged
from kg.store.question_types import Question
from kg.store.search import SearchIndex
from kg.views.findings import FILE as FINDINGS
from kg.views.findings import Findings, lead_to_things, read_findings
from kg.views.kinds import KINDS
from kg.web.config import WebConfig
from kg.web.pages.language import LANGUAGES, NAMES, Tongue, translations_of
from kg.web.pages.present import Presenter
from kg.web.pages.static import address_of
from kg.web.pages.texts import SourceTexts, read_texts
from kg.web.questions_api import desk_of
from kg.web.sparql import is_known
from kg.web.state import state_of

_DIRECTION: Final = dict.fromkeys(
    map(ord, "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
)
"""Bidirectional controls of Unicode (UAX #9)."""


@dataclass(frozen=True)
class Site:
    """The pages of one snapshot.

    Attributes:
        store: answers queries.
        index: finds things by name.
        questions: by name; empty where the service has no folder of questions.
        texts: of the sources.
        redirects: old IRI path → new one.
        findings: of the validation; None where the snapshot has none.
        has_history: whether the snapshot tells of the data versions before it.
    """

    config: WebConfig
    store: ServedStore
    index: SearchIndex
    questions: Mapping[str, Question]
    texts: SourceTexts
    redirects: Mapping[str, str]
    findings: Findings | None
    has_history: bool

    @property
    def manifest(self) -> Manifest:
        """What the snapshot holds."""
        return self.store.manifest


async def site_of(request: Request) -> Site:
    """Return the site of the snapshot that serves a request; made at the first one.

    Raises:
        InputError: a file of the snapshot cannot be read.
    """
    state = state_of(request)
    site = state.memo.get(Site)
    if isinstance(site, Site):
        return site
    config, folder = state.config, state.config.snapshot
    desk = desk_of(request)
    redirects = _read_json(folder / "redirects.json")
    listed = read_findings(folder / FINDINGS)
    made = Site(
        config=config,
        store=state.store,
        index=desk.index,
        questions=desk.questions,
        texts=await read_texts(state.store, config.sources),
        redirects=redirects if isinstance(redirects, dict) else {},
        findings=await lead_to_things(state.store, desk.index, listed) if listed is not None else None,
        has_history=(folder / HISTORY).exists(),
    )
    state.memo[Site] = made
    return made


def _read_json(path: Path) -> object:
    try:
        return json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise damaged(path, error) from error


def _without_direction(value: object) -> object:
    """Leave out characters that turn the reading direction: a name must not rearrange the page around it."""
    return value.translate(_DIRECTION) if isinstance(value, str) else value


@lru_cache(maxsize=len(LANGUAGES))
def templates_of(language: str) -> Environment:
    """Return the templates in a language; everything that they show is escaped."""
    environment = Environment(
        loader=PackageLoader("kg.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
        finalize=_without_direction,
    )
    environment.install_gettext_translations(translations_of(language), newstyle=True)  # type: ignore[attr-defined]
    environment.globals.update(kinds=KINDS, languages=NAMES, static=address_of)
    return environment


def render(
    request: Request, template: str, presenter: Presenter, site: Site, /, status: int = 200, **values: Any
) -> Response:
    """Return a page; a client that has it already gets 304.

    Args:
        request: asks for it; its path without the language leads to the other language.
        template: file name.
        presenter: shows terms in the page's language.
        site: the site.
        status: HTTP status.
        values: what the template needs besides.
    """
    language = presenter.tongue.code
    rest = request.url.path.removeprefix(f"/{language}")
    query = f"?{request.url.query}" if request.url.query else ""
    html = (
        templates_of(language)
        .get_template(template)
        .render(
            p=presenter,
            language=language,
            here={code: f"/{code}{rest}{query}" for code in LANGUAGES},
            data_version=site.manifest.data_version,
            commit=site.manifest.commit,
            has_findings=site.findings is not None,
            has_history=site.has_history,
            has_questions=bool(site.questions),
            **values,
        )
    )
    body = html.encode("utf-8", "replace")
    tag = f'W/"{hashlib.sha256(body).hexdigest()[:16]}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache", "Content-Language": language}
    if status == 200 and is_known(request.headers.get("if-none-match"), tag.removeprefix("W/")):
        return Response(status_code=304, headers=headers)
    return Response(body, status, headers, "text/html; charset=utf-8")


def presenter_for(language: str, names: Mapping[str, Any] | None = None) -> Presenter:
    """Return a presenter of a language."""
    return Presenter(Tongue(language), names or {})
