"""Stages run in processes of their own: what they give, what they take, how they fail."""

from __future__ import annotations

import os

import pytest

from kg.bench.stage import CpuLimitError, run_stage
from kg.errors import InputError, LimitError

_MIB = 1 << 20


def give(value: int) -> tuple[int, int]:
    return value, os.getpid()


def allocate(mebibytes: int) -> int:
    return len(bytearray(b"x") * (mebibytes * _MIB))


def refuse() -> None:
    raise InputError("here.yaml", "cannot be read; mend it")


def leave() -> None:
    os._exit(3)


def spin() -> None:
    while True:
        pass


def test_a_stage_gives_what_its_function_returns_from_another_process() -> None:
    measured = run_stage("give", 5, give, 7)
    value, process = measured.result
    assert (measured.stage, measured.statements, value) == ("give", 5, 7)
    assert process != os.getpid()
    assert measured.wall >= 0
    assert measured.cpu >= 0


def test_the_peak_of_memory_is_the_stages_own() -> None:
    large = run_stage("large", 0, allocate, 200)
    small = run_stage("small", 0, allocate, 1)
    assert large.peak_mib - small.peak_mib > 150


def test_errors_of_ours_come_back() -> None:
    with pytest.raises(InputError) as caught:
        run_stage("refuse", 0, refuse)
    assert str(caught.value) == "here.yaml: cannot be read; mend it"


def test_a_process_that_dies_is_told() -> None:
    with pytest.raises(LimitError, match="leave ended with exit code 3; is there memory enough"):
        run_stage("leave", 0, leave)


def test_a_stage_that_takes_too_long_is_ended() -> None:
    with pytest.raises(CpuLimitError, match="spin took more than 1 s of processor time"):
        run_stage("spin", 0, spin, limit=1)
