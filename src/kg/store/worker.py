"""A worker: a forked process that answers queries one after another, and owns nothing else.

It is a copy of the template, so the graph is there already. Its channel carries frames
(``kg.store.frames``): a request ``{"format", "dataset", "prefixes", "form", "from"}`` with the
query as body; an answer ``{"media_type", "form", "rows", "spent"}`` or ``{"error", "message"}``.
"""

from __future__ import annotations

import os
import resource
import socket
import threading
from typing import Any, Final

import pyoxigraph as ox

from kg import errors
from kg.errors import KgError
from kg.store.contract import Dataset, Limits, Request
from kg.store.engine import run_query
from kg.store.formats import QueryForm, ResultFormat
from kg.store.frames import Head, pack_frame, receive_frame
from kg.store.guard import Inspection
from kg.store.isolation import close_the_door, die_with_parent, limit_memory

_KIBIBYTE: Final = 1024


def run_worker(store: ox.Store, channel: socket.socket, limits: Limits, parent: int) -> None:
    """Answer requests until the channel closes; to be called in the forked child, never returns an error.

    The engine recurses along the query, so it runs on a thread with a big stack.
    """
    die_with_parent(parent)
    limit_memory(limits.worker_memory + limits.worker_stack)
    close_the_door()
    threading.stack_size(limits.worker_stack)
    thread = threading.Thread(target=_serve, args=(store, channel, limits))
    thread.start()
    thread.join()


def _serve(store: ox.Store, channel: socket.socket, limits: Limits) -> None:
    baseline = _peak_memory()
    while True:
        try:
            head, body = receive_frame(channel)
        except EOFError:
            return
        answer = _answer(store, head, body, limits, baseline)
        channel.sendall(answer)


def _answer(store: ox.Store, head: Head, body: bytes, limits: Limits, baseline: int) -> bytes:
    try:
        request, inspection = read_request(head, body)
        result = run_query(store, request, inspection, limits)
    except KgError as error:
        return pack_frame({"error": type(error).__name__, "message": str(error)})
    # Memory that a big answer took may stay with the process; the server replaces a worker that grew.
    spent = _peak_memory() - baseline > limits.worker_memory // 2
    answer = {"media_type": result.media_type, "form": result.form, "rows": result.rows, "spent": spent}
    return pack_frame(answer, result.body)


def _peak_memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _KIBIBYTE


def pack_request(request: Request, inspection: Inspection) -> bytes:
    """Return the frame that asks a worker to run a query."""
    chosen = request.result_format
    head: dict[str, Any] = {"form": inspection.form, "format": chosen.name if chosen else None}
    if request.prefixes:
        head["prefixes"] = dict(request.prefixes)
    if request.dataset is not None:
        head["dataset"] = [request.dataset.default, request.dataset.named]
    if inspection.default_graphs or inspection.named_graphs:
        head["from"] = [inspection.default_graphs, inspection.named_graphs]
    return pack_frame(head, request.text.encode("utf-8", "surrogatepass"))


def read_request(head: Head, body: bytes) -> tuple[Request, Inspection]:
    """Return what ``pack_request`` packed."""
    dataset = head.get("dataset")
    default, named = head.get("from", ((), ()))
    request = Request(
        text=body.decode("utf-8", "surrogatepass"),
        result_format=ResultFormat[head["format"]] if head["format"] else None,
        dataset=None if dataset is None else Dataset(tuple(dataset[0]), tuple(dataset[1])),
        prefixes=head.get("prefixes", {}),
    )
    return request, Inspection(QueryForm(head["form"]), tuple(default), tuple(named))


def raise_error(head: Head) -> None:
    """Raise the error of ``kg.errors`` that an answer names; do nothing for a good answer."""
    if "error" in head:
        error = getattr(errors, head["error"], KgError)
        raise error(head["message"])


def exit_worker(code: int) -> None:
    """End the forked process at once, without the template's clean-up."""
    os._exit(code)
