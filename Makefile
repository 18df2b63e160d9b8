# `make study` and `make test` are the two commands; both set up what they need and are quick when run again.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STUDY ?= study

.PHONY: help study test lint types layers unit web docs bench clean

help:
	@echo "make study   read examples/ai-market and write the study to $(STUDY)/"
	@echo "make test    lint, types, layers and tests, from nothing"
	@echo "make web     build the explorer's script anew, after a change in web/"
	@echo "make docs    write docs/reference anew from the code"
	@echo "make bench   run the benchmarks (each in its own environment)"
	@echo "make clean   remove what these made, but no study"

$(VENV)/.python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "liens needs Python 3.11 or newer: call make PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "python's venv module is missing: on Debian, install python3-venv"; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	@touch $@

# The explorer's script is built from these when the package is installed; it is not kept in git.
WEB := $(wildcard web/src/*.ts) web/package-lock.json web/bundle.mjs web/bundle.py hatch_build.py

$(VENV)/.study: $(VENV)/.python pyproject.toml $(WEB)
	@echo "setting up $(VENV) (a minute, once)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[all]'
	@touch $@

$(VENV)/.dev: $(VENV)/.python pyproject.toml $(WEB)
	@echo "setting up $(VENV) with the test tools (two minutes, once)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@ $(VENV)/.study

# The tests of the pages need a Chromium: the one that is there, else Debian's for root, else Playwright's own.
$(VENV)/.browser: $(VENV)/.dev
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null \
	|| { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && echo "installing Debian's chromium (a minute, once)" \
	     && apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium >/dev/null; } \
	|| $(BIN)/python -m playwright install chromium \
	|| { echo "the tests of the pages need Chromium, and none could be installed"; exit 1; }
	@touch $@

study: $(VENV)/.study
	@$(BIN)/liens run examples/ai-market --output $(STUDY)

test: lint types layers unit

lint: $(VENV)/.dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(VENV)/.dev
	@$(BIN)/mypy
	@$(BIN)/python web/bundle.py --check

web: $(VENV)/.dev
	@$(BIN)/python web/bundle.py

layers: $(VENV)/.dev
	@$(BIN)/lint-imports --no-logo

unit: $(VENV)/.browser
	@$(BIN)/python web/bundle.py --test
	@$(BIN)/pytest -n 2 --dist loadgroup

docs: $(VENV)/.dev
	@$(BIN)/python docs/generate.py

bench: $(VENV)/.dev
	@$(BIN)/python -m benchmarks

clean:
	rm -rf $(VENV) web/node_modules src/liens/publishing/assets build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
