"""What changed from each data version to the next as a JSON Feed: ``GET /changes.json``.

JSON Feed 1.1 (https://jsonfeed.org/version/1.1). Atom asks for a time of each entry (RFC 4287 §4.1.2), and
records that are not those of a commit have none that would be true.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from http import HTTPStatus
from typing import Final

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from kg.store.history import VersionChange
from kg.web.pages.changes import Steps, steps_of
from kg.web.pages.paths import Language
from kg.web.pages.present import Presenter
from kg.web.pages.site import presenter_for, templates_of
from kg.web.sparql import is_known

router = APIRouter()

MEDIA_TYPE: Final = "application/feed+json"
MOST_ITEMS: Final = 20
"""Steps of the feed; the page shows all."""


@router.api_route("/changes.json", methods=["GET", "HEAD"])
async def feed(request: Request, lang: Language = Language.VI) -> Response:
    """Answer the last steps from one data version to the next as a JSON Feed."""
    steps = await steps_of(request)
    body = await run_in_threadpool(_spell, steps, str(request.base_url).rstrip("/"), lang)
    tag = f'W/"{hashlib.sha256(body).hexdigest()[:16]}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache", "Content-Language": lang}
    if is_known(request.headers.get("if-none-match"), tag.removeprefix("W/")):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    return Response(body, headers=headers, media_type=MEDIA_TYPE)


def _spell(steps: Steps, base: str, language: str) -> bytes:
    presenter = presenter_for(language, steps.names)
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": f"diaban: {presenter.tongue.say('What changed between data versions')}",
        "home_page_url": f"{base}/{language}/changes",
        "feed_url": f"{base}/changes.json?lang={language}",
        "icon": f"{base}/static/diaban.svg",
        "language": language,
        "items": list(_items(steps, base, presenter)),
    }
    text = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
    return text.encode("utf-8", "replace")


def _items(steps: Steps, base: str, presenter: Presenter) -> Iterable[dict[str, object]]:
    template = templates_of(presenter.tongue.code).get_template("change_item.html")
    for change in steps.history.changes[:MOST_ITEMS]:
        content = template.render(p=presenter, change=change, living=steps.living, base=base)
        item: dict[str, object] = {
            "id": change.id,
            "url": f"{base}/{presenter.tongue.code}/changes/{change.id}",
            "title": _title(change, presenter),
            "content_html": content.strip(),
        }
        if change.after.committed:
            item["date_published"] = change.after.committed
        yield item


def _title(change: VersionChange, presenter: Presenter) -> str:
    title = presenter.tongue.say("Data version %(after)s: +%(added)s −%(removed)s statements")
    added, removed = presenter.number(change.added), presenter.number(change.removed)
    return title % {"after": change.after.data_version, "added": added, "removed": removed}
