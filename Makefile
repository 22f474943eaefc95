# `make serve` sets up and runs the main job; `make test` installs what the tests need and runs everything.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin

.PHONY: serve build test format soak clean

serve: $(VENV)/.installed
	$(BIN)/kg build
	$(BIN)/kg serve

build: $(VENV)/.installed
	$(BIN)/kg build

test: $(VENV)/.tested
	$(BIN)/ruff format --check src tests
	$(BIN)/ruff check src tests
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/kg fmt --check
	$(BIN)/kg check
	$(BIN)/pytest --numprocesses logical --dist loadfile

format: $(VENV)/.tested
	$(BIN)/ruff format src tests
	$(BIN)/ruff check --fix src tests
	$(BIN)/kg fmt

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

$(VENV)/.tested: pyproject.toml $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --group dev
	if command -v npm >/dev/null; then npm ci --silent --prefix tests/clients; fi
	if pkg-config --exists icu-i18n; then $(BIN)/python -m pip install --quiet --group icu; fi
	touch $@

soak: $(VENV)/.tested
	$(BIN)/python -m tests.soak.attacks
	$(BIN)/python -m tests.soak.fuzz
	$(BIN)/python -m tests.soak.kills
	$(BIN)/python -m tests.soak.names
	$(BIN)/python -m tests.soak.accessibility

clean:
	rm -rf build dist $(VENV)
