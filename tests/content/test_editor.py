"""Editors: the language server for YAML completes and explains real records with the committed schemas."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
SERVER = ROOT / "tests" / "clients" / "node_modules" / "yaml-language-server" / "bin" / "yaml-language-server"
DOSSIER = ROOT / "data" / "sources" / "lang-son-2020-05-27-monthly-meeting.yaml"
GUIDE = ROOT / "docs" / "how-to" / "check-while-you-write.md"
VIETNAMESE = re.compile(r"[ạ-ỹăâđêôơư]", re.IGNORECASE)


class LanguageServer:
    """Speaks the Language Server Protocol 3.17 over stdio."""

    def __init__(self, settings: dict[str, Any]) -> None:
        node = shutil.which("node")
        assert node is not None
        self.process = subprocess.Popen(
            [node, str(SERVER), "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self.settings = settings
        self.number = 0
        capabilities = {"workspace": {"configuration": True}}
        self.ask("initialize", {"processId": None, "rootUri": ROOT.as_uri(), "capabilities": capabilities})
        self.tell("initialized", {})
        self.tell("workspace/didChangeConfiguration", {"settings": settings})
        while not self._answer(self._receive()):
            pass

    def tell(self, method: str, params: dict[str, Any], **more: Any) -> None:
        body = json.dumps({"jsonrpc": "2.0", "method": method, "params": params, **more}).encode()
        self._send(body)

    def _send(self, body: bytes) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def ask(self, method: str, params: dict[str, Any]) -> Any:
        self.number += 1
        number = self.number
        self.tell(method, params, id=number)
        while True:
            message = self._receive()
            if message.get("id") == number and "method" not in message:
                assert "error" not in message, message
                return message["result"]
            self._answer(message)

    def _answer(self, message: Any) -> bool:
        """Answer a request of the server's; tell whether it was for the settings."""
        if "id" not in message or "method" not in message:
            return False
        asked = str(message["method"]) == "workspace/configuration"
        items = message["params"]["items"] if asked else []
        result = [self.settings.get(item.get("section", "")) for item in items] if asked else None
        self._send(json.dumps({"jsonrpc": "2.0", "id": message["id"], "result": result}).encode())
        return asked

    def _receive(self) -> Any:
        assert self.process.stdout is not None
        length = 0
        while (line := self.process.stdout.readline()) not in (b"\r\n", b""):
            name, _, value = line.decode().partition(":")
            length = int(value) if name.lower() == "content-length" else length
        assert length, "the language server ended"
        return json.loads(self.process.stdout.read(length))

    def open(self, path: Path, text: str) -> str:
        """Open a text as a file."""
        document = {"uri": path.as_uri(), "languageId": "yaml", "version": 1, "text": text}
        self.tell("textDocument/didOpen", {"textDocument": document})
        return path.as_uri()


def settings_of_guide() -> dict[str, Any]:
    """The settings that the guide shows for VS Code, with the schemas of this folder."""
    block = re.search(r"```json\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)
    assert block is not None
    shown = json.loads(block[1])
    schemas = {(ROOT / name).as_uri(): globs for name, globs in shown["yaml.schemas"].items()}
    return {"yaml": {"schemas": schemas, "completion": True, "hover": True, "validate": True}}


@pytest.fixture(scope="module")
def server() -> Iterator[LanguageServer]:
    if shutil.which("node") is None or not SERVER.exists():
        pytest.skip("node and yaml-language-server are not here: run npm ci --prefix tests/clients")
    started = LanguageServer(settings_of_guide())
    yield started
    started.process.kill()
    started.process.communicate()


def place_of(text: str, words: str) -> dict[str, int]:
    before = text[: text.index(words)]
    return {"line": before.count("\n"), "character": len(before) - before.rfind("\n") - 1}


def hover(server: LanguageServer, uri: str, place: dict[str, int]) -> str:
    """Ask until there is an answer: the server says null while it reads the schema (LSP 3.17, hover)."""
    asked = {"textDocument": {"uri": uri}, "position": place}
    end = time.monotonic() + 60
    while (found := server.ask("textDocument/hover", asked)) is None:
        assert time.monotonic() < end, "the server explains nothing here"
        time.sleep(0.1)
    contents = found["contents"]
    return str(contents["value"] if isinstance(contents, dict) else contents)


def test_hover_explains_a_key_and_a_value_in_both_languages(server: LanguageServer) -> None:
    text = DOSSIER.read_text("utf-8")
    uri = server.open(DOSSIER, text)
    place = place_of(text, "happened: held")
    key = hover(server, uri, place)
    assert VIETNAMESE.search(key)
    assert re.search(r"happened|took place|held", key)
    value = hover(server, uri, {**place, "character": place["character"] + len("happened: h")})
    assert "Sự kiện đã diễn ra." in value
    assert "The event took place." in value


def test_completion_offers_the_keys_and_values_that_fit(server: LanguageServer) -> None:
    text = DOSSIER.read_text("utf-8")
    place = place_of(text, "happened: held")
    indent = " " * place["character"]
    lines = text.splitlines(keepends=True)
    lines[place["line"]] = f"{indent}happened: \n"
    lines.insert(place["line"] + 1, f"{indent}ho\n")
    uri = server.open(DOSSIER.with_name("unsaved.yaml"), "".join(lines))
    document = {"textDocument": {"uri": uri}}
    here = {"line": place["line"] + 1, "character": len(indent) + 2}
    keys = server.ask("textDocument/completion", {**document, "position": here})["items"]
    host = next(item for item in keys if item["label"] == "host")
    described = json.dumps(host.get("documentation", ""), ensure_ascii=False)
    assert VIETNAMESE.search(described)
    assert "host" in described
    here = {"line": place["line"], "character": len(indent) + len("happened: ")}
    values = server.ask("textDocument/completion", {**document, "position": here})["items"]
    assert {"held", "planned", "requested", "cancelled"} <= {item["label"] for item in values}
    held = next(item for item in values if item["label"] == "held")
    assert "The event took place." in json.dumps(held["documentation"])
