"""Sends some 20 000 requests after the OpenAPI document: ``python -m tests.soak.fuzz [EXAMPLES]``.

It ends with 1 and says how to repeat each request where an answer is not what the document says.
"""

# ruff: noqa: T201 - it prints what it found

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.web.conftest import serve_app
from tests.web.fuzz import ROOT, fuzz, web_config

from kg.build import Inputs, build_snapshot
from kg.web import create_app


def main(examples: int) -> int:
    """Run, print, and return the exit code."""
    with tempfile.TemporaryDirectory() as folder:
        built = build_snapshot(Inputs(ROOT, ROOT / "data", Path(folder)))
        with serve_app(create_app(web_config(built.folder))) as server:
            run = fuzz(server.url, examples)
    counts = ", ".join(f"{status}: {count}" for status, count in sorted(run.statuses.items()))
    print(f"{run.requests} requests ({counts}), {len(run.failures)} failure(s)")
    for words, repeat in run.failures.items():
        print(f"\n{words}\n{repeat}")
    return 1 if run.failures else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 400))
