"""A worker: a forked process that answers queries one after another, and owns nothing else.

It is a copy of the template, so the graph is there already. Its channel carries frames
(``kg.store.frames``), each with a query as body: ``{"format", "dataset", "prefixes", "form", "from"}`` asks
for its answer ``{"media_type", "form", "rows", "spent"}``, ``{"inspect"}`` for what it is
``{"form", "from", "volatile"}``. With ``{"query_bytes", "dialect"}`` the body goes on behind the query with
what the query is to be answered from (``kg.store.material.Material``). Any may be answered
``{"error", "message", "vi", "place"}``. Every answer says how many seconds of processor time it took
(``cpu``).
"""

from __future__ import annotations

import os
import resource
import socket
import threading
import time
from dataclasses import dataclass
from typing import Any, Final

import pyoxigraph as ox

from kg import errors
from kg.errors import KgError, QueryRefused
from kg.store.contract import Dataset, Limits, Request
from kg.store.engine import run_query
from kg.store.formats import QueryForm, ResultFormat
from kg.store.frames import Head, pack_frame, receive_frame
from kg.store.guard import Inspection, inspect
from kg.store.isolation import close_the_door, die_with_parent, limit_memory
from kg.store.material import Material

_KIBIBYTE: Final = 1024


@dataclass(frozen=True)
class Asked:
    """What a worker answers from: the loaded graph, and the IRIs of the graphs that FROM may name."""

    store: ox.Store
    graphs: frozenset[str]


def run_worker(asked: Asked, channel: socket.socket, limits: Limits, parent: int) -> None:
    """Answer requests until the channel closes; to be called in the forked child, never returns an error.

    The engine recurses along the query, so it runs on a thread with a big stack.
    """
    die_with_parent(parent)
    limit_memory(limits.worker_memory + limits.worker_stack)
    close_the_door()
    threading.stack_size(limits.worker_stack)
    thread = threading.Thread(target=_serve, args=(asked, channel, limits))
    thread.start()
    thread.join()


def _serve(asked: Asked, channel: socket.socket, limits: Limits) -> None:
    baseline = _peak_memory()
    while True:
        try:
            head, body = receive_frame(channel)
        except EOFError:
            return
        start = time.process_time()
        try:
            if "inspect" in head:
                answer, content = _inspect(asked, body, limits), b""
            else:
                answer, content = _answer(asked, head, body, limits, baseline)
        except KgError as error:
            place = [error.line, error.column] if isinstance(error, QueryRefused) else None
            answer, content = (
                {
                    "error": type(error).__name__,
                    "message": str(error),
                    "vi": error.message_vi,
                    "place": place,
                },
                b"",
            )
        channel.sendall(pack_frame({**answer, "cpu": time.process_time() - start}, content))


def _inspect(asked: Asked, body: bytes, limits: Limits) -> Head:
    found = inspect(
        body.decode("utf-8", "surrogatepass"),
        graphs=asked.graphs,
        max_characters=limits.query_characters,
        max_nesting=limits.query_nesting,
    )
    graphs = [found.default_graphs, found.named_graphs]
    return {"form": found.form, "from": graphs, "volatile": found.volatile}


def _answer(asked: Asked, head: Head, body: bytes, limits: Limits, baseline: int) -> tuple[Head, bytes]:
    request, inspection, material = read_request(head, body)
    if material is None:
        result = run_query(asked.store, request, inspection, limits)
    else:
        result = material.answer(request, inspection, limits)
    # Memory that a big answer took may stay with the process; the server replaces a worker that grew.
    spent = _peak_memory() - baseline > limits.worker_memory // 2
    answer = {"media_type": result.media_type, "form": result.form, "rows": result.rows, "spent": spent}
    return answer, result.body


def _peak_memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _KIBIBYTE


def pack_request(request: Request, inspection: Inspection, material: Material | None = None) -> bytes:
    """Return the frame that asks a worker to run a query, on its graph or on what comes along."""
    chosen = request.result_format
    head: dict[str, Any] = {"form": inspection.form, "format": chosen.name if chosen else None}
    # Tables name no prefixes, and most answers are tables.
    if request.prefixes and inspection.form.is_graph:
        head["prefixes"] = dict(request.prefixes)
    if request.dataset is not None:
        head["dataset"] = [request.dataset.default, request.dataset.named]
    if inspection.default_graphs or inspection.named_graphs:
        head["from"] = [inspection.default_graphs, inspection.named_graphs]
    text = request.text.encode("utf-8", "surrogatepass")
    if material is None:
        return pack_frame(head, text)
    head |= {"query_bytes": len(text), "dialect": material.dialect}
    return pack_frame(head, text + material.content)


def pack_inspection(text: str) -> bytes:
    """Return the frame that asks a worker what a query is."""
    return pack_frame({"inspect": True}, text.encode("utf-8", "surrogatepass"))


def read_inspection(head: Head) -> Inspection:
    """Return what a worker found a query to be."""
    default, named = head["from"]
    return Inspection(QueryForm(head["form"]), tuple(default), tuple(named), head["volatile"])


def read_request(head: Head, body: bytes) -> tuple[Request, Inspection, Material | None]:
    """Return what ``pack_request`` packed."""
    end = head.get("query_bytes", len(body))
    material = Material(body[end:], head["dialect"]) if "query_bytes" in head else None
    dataset = head.get("dataset")
    default, named = head.get("from", ((), ()))
    request = Request(
        text=body[:end].decode("utf-8", "surrogatepass"),
        result_format=ResultFormat[head["format"]] if head["format"] else None,
        dataset=None if dataset is None else Dataset(tuple(dataset[0]), tuple(dataset[1])),
        prefixes=head.get("prefixes", {}),
    )
    return request, Inspection(QueryForm(head["form"]), tuple(default), tuple(named)), material


def raise_error(head: Head) -> None:
    """Raise the error of ``kg.errors`` that an answer names; do nothing for a good answer."""
    if "error" in head:
        error = getattr(errors, head["error"], KgError)
        place = head.get("place") or ()
        raise error(head["message"], *place, vi=head["vi"])


def exit_worker(code: int) -> None:
    """End the forked process at once, without the template's clean-up."""
    os._exit(code)
