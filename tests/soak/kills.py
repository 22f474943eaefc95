"""Kills server, template, workers and builds at random: ``python -m tests.soak.kills [KILLS] [SEED]``.

After every kill each snapshot is whole, ``current`` is the old one or the new one, and the service, started
again where it was killed, answers from it. It ends with 1 at the first thing that is not so.
"""

# ruff: noqa: T201 - it prints what it did

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import httpx
import psutil
from tests.web.serving import KG, Process, kg_serve

ROOT: Final = Path(__file__).resolve().parents[2]
COUNT: Final = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
ENDLESS: Final = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
_PATIENCE: Final = 120.0
"""Seconds for what a loaded machine may take long for; nothing is measured."""
_NEW_PERSON: Final = "- {id: nguyen-van-moi, name: Nguyễn Văn Mới}\n"


def wait_until(done: Callable[[], bool], what: str) -> None:
    """Poll: nobody tells when a killed process is replaced."""
    end = time.monotonic() + _PATIENCE
    while not done():
        assert time.monotonic() < end, f"in vain: {what}"
        time.sleep(0.05)


@dataclass
class Arena:
    """Two versions of small records, a build folder, and a service on it.

    Attributes:
        folder: where all of it lies.
        quads: statements of each version that was built to its end.
    """

    folder: Path
    quads: dict[str, int] = field(default_factory=dict)
    _serving: ExitStack = field(default_factory=ExitStack)
    _server: Process | None = None

    @property
    def build(self) -> Path:
        """Folder of the snapshots."""
        return self.folder / "build"

    @property
    def server(self) -> Process:
        """The running service."""
        assert self._server is not None
        return self._server

    def prepare(self) -> None:
        """Write the records, build both versions, and start the service."""
        for name in ("a", "b"):
            shutil.copytree(ROOT / "tests" / "fixtures" / "small", self.folder / name)
        with (self.folder / "b" / "registry" / "people.yaml").open("a", encoding="utf-8") as file:
            file.write(_NEW_PERSON)
        for name in ("a", "b"):
            self.build_to_the_end(name)
        assert len(self.quads) == 2, "the two records make the same graph"
        self.start()

    def start(self) -> None:
        """Start the service, and wait until it answers."""
        variables = {"KG_CLIENT_CPU_SECONDS": "0", "KG_WORKERS": "2"}
        self._server = self._serving.enter_context(kg_serve(self.build, **variables))

    def close(self) -> None:
        """End the service."""
        self._serving.close()

    def begin_build(self, name: str) -> subprocess.Popen[str]:
        """Start a build; it tells its steps on standard error."""
        command = [str(KG), "build", "--data", str(self.folder / name), "--build", str(self.build)]
        return subprocess.Popen(
            command,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            env={name: value for name, value in os.environ.items() if name != "KG_SOURCES"},
        )

    def build_to_the_end(self, name: str) -> None:
        """Build; what was built is current then."""
        with self.begin_build(name) as process:
            _, told = process.communicate(timeout=_PATIENCE)
        assert process.returncode == 0, told
        manifest = self.manifest("current")
        self.quads[manifest["data_version"]] = manifest["quads"]

    def manifest(self, link: str) -> dict[str, Any]:
        """What a snapshot says of itself."""
        found: dict[str, Any] = json.loads((self.build / link / "manifest.json").read_text("utf-8"))
        return found

    # ---- Kills ----

    def kill_build(self, name: str, seconds: float | None = None, step: str = "") -> None:
        """Kill a build after a time, or as soon as it tells a step."""
        with self.begin_build(name) as process:
            assert process.stderr is not None
            if seconds is not None:
                try:
                    process.wait(seconds)
                except subprocess.TimeoutExpired:
                    process.kill()
            else:
                assert any(line.startswith(step) for line in process.stderr), f"the build never said {step!r}"
                process.kill()
            process.communicate()

    def kill_server(self) -> None:
        """Kill the service; its other processes go with it; start it again."""
        family = psutil.Process(self.server.process.pid).children(recursive=True)
        self.server.process.kill()
        self.server.process.wait()
        _, alive = psutil.wait_procs(family, timeout=_PATIENCE)
        assert alive == [], "processes outlive their server"
        self.start()

    def kill_template(self) -> None:
        """Kill the process that holds the graph and forks the workers."""
        self.template().kill()

    def kill_worker(self, which: int, *, busy: bool) -> None:
        """Kill a worker, idle or while queries run on all of them; whoever asked gets a clear answer."""
        if not busy:
            self._kill_worker(which)
            return
        with ThreadPoolExecutor(1) as thread:
            parameters = {"query": ENDLESS, "timeout": "3"}
            running = thread.submit(
                httpx.get, f"{self.server.url}/sparql", params=parameters, timeout=_PATIENCE
            )
            wait_until(lambda: self.state()["idle"] < 2 or running.done(), "the query runs")
            for number in range(2):
                self._kill_worker(number)
            response = running.result()
        assert response.status_code == 503, response.text
        assert response.json()["code"] in {"worker-died", "deadline"}, response.text

    def _kill_worker(self, which: int) -> None:
        workers = self.template().children()
        if workers:
            workers[which % len(workers)].kill()

    def template(self) -> psutil.Process:
        """The process that holds the graph."""
        found: list[psutil.Process] = []

        def look() -> bool:
            found[:] = psutil.Process(self.server.process.pid).children()
            return bool(found)

        wait_until(look, "a template lives")
        return found[0]

    # ---- What must be so ----

    def state(self) -> dict[str, Any]:
        """What the service says of itself."""
        found: dict[str, Any] = httpx.get(f"{self.server.url}/readyz", timeout=_PATIENCE).json()
        return found

    def check(self) -> None:
        """Hold everything to what must be so after a kill."""
        for folder in (self.build / "snapshots").iterdir():
            if not folder.name.startswith(".new-"):
                assert_whole(folder)
        version = self.manifest("current")["data_version"]
        assert version in self.quads, f"{version} is neither the old nor the new version"
        wait_until(lambda: self.answers(version), f"the service answers from {version}")

    def answers(self, version: str) -> bool:
        """Tell whether the service answers from a version; any answer but a right one is a clear refusal."""
        response = httpx.get(f"{self.server.url}/sparql", params={"query": COUNT}, timeout=_PATIENCE)
        if response.status_code != 200:
            assert response.status_code == 503, response.text
            assert response.json()["code"] in {"worker-died", "queue-full"}, response.text
            return False
        count = int(response.json()["results"]["bindings"][0]["n"]["value"])
        assert count in self.quads.values(), f"{count} statements are of no version"
        return self.state()["data_version"] == version and count == self.quads[version]

    def check_end(self) -> None:
        """After a build to its end nothing lies around."""
        self.build_to_the_end("a")
        self.check()
        names = [path.name for path in (*self.build.iterdir(), *(self.build / "snapshots").iterdir())]
        assert [name for name in names if name.startswith(".")] == [], "a killed build left something behind"


def assert_whole(snapshot: Path) -> None:
    """Compare every file to download with its checksum, and the manifest with the graph."""
    publication = json.loads((snapshot / "publication.json").read_text("utf-8"))
    for dump in publication["dumps"]:
        path = snapshot / ("graph.nq" if dump["name"] == "diaban.nq" else f"dumps/{dump['name']}")
        assert hashlib.sha256(path.read_bytes()).hexdigest() == dump["sha256"], f"{path} is not whole"
    manifest = json.loads((snapshot / "manifest.json").read_text("utf-8"))
    assert len((snapshot / "graph.nq").read_text("utf-8").splitlines()) == manifest["quads"], snapshot


def one_kill(arena: Arena, chance: random.Random) -> str:
    """Kill one thing at a random moment and return what it was."""
    what = chance.choice(["server", "template", "worker", "build", "build"])
    if what == "server":
        arena.kill_server()
    elif what == "template":
        arena.kill_template()
    elif what == "worker":
        arena.kill_worker(chance.randrange(2), busy=chance.random() < 0.5)
    else:
        other = "b" if arena.manifest("current")["quads"] == min(arena.quads.values()) else "a"
        # From before its first step to after its last one.
        arena.kill_build(other, seconds=chance.uniform(0.0, 5.0))
    return what


def main(kills: int, seed: int) -> None:
    """Kill, check, and print what was killed how often."""
    chance = random.Random(seed)  # noqa: S311 - reproducible, not secret
    counts: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        arena = Arena(Path(folder))
        try:
            arena.prepare()
            for _ in range(kills):
                counts[one_kill(arena, chance)] += 1
                arena.check()
            arena.check_end()
        finally:
            arena.close()
    print(
        f"{kills} kills (seed {seed}): {dict(sorted(counts.items()))}; every snapshot whole, no version lost"
    )


if __name__ == "__main__":
    main(*(int(word) for word in [*sys.argv[1:], *("100", "1")[len(sys.argv) - 1 :]]))
