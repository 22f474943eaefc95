"""The exit codes of the command: 0 ok, 1 violations, 2 usage, 3 input, 130 interrupted."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

RUN = "from kg.cli.main import main; main()"


def kg(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    inherited = {key: value for key, value in os.environ.items() if not key.startswith("KG_")}
    command = [sys.executable, "-c", RUN, *arguments]
    return subprocess.run(
        command, cwd=folder, env=inherited | environment, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    "arguments", [("nope",), ("build", "--nope"), ("ask", "career", "--lang", "fr"), ("serve", "--port", "0")]
)
def test_a_wrong_command_is_2_without_a_traceback(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    result = kg(tmp_path, *arguments)
    assert result.returncode == 2, result.stderr
    assert "Traceback" not in result.stderr
    assert result.stderr.strip()


def test_no_snapshot_is_3_and_says_what_to_do(tmp_path: Path) -> None:
    result = kg(tmp_path, "serve")
    assert result.returncode == 3
    assert "make one with kg build" in result.stderr


def test_a_wrong_setting_is_2_and_named(tmp_path: Path) -> None:
    result = kg(tmp_path, "serve", KG_PORT="x")
    assert result.returncode == 2
    assert "KG_PORT" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_data_folder_that_is_not_there_is_3(tmp_path: Path) -> None:
    result = kg(tmp_path, "build", "--data", "nowhere")
    assert result.returncode == 3
    assert "nowhere" in result.stderr


def test_an_interrupted_build_is_130_and_leaves_nothing(tmp_path: Path) -> None:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("KG_")}
    with subprocess.Popen(
        [sys.executable, "-c", RUN, "build"], cwd=tmp_path, env=environment, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if "wrote" in line:
                process.send_signal(signal.SIGINT)
                break
        rest = process.stderr.read()
    assert process.returncode == 130, rest
    assert not (tmp_path / "build" / "current").exists()
    assert list((tmp_path / "build" / "snapshots").iterdir()) == []
