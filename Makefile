# make run        set up and run a hub on this machine (make run ONCE=1: publish the demo, print the table, exit)
# make test       the whole test suite (SQLite; DATABASE_URL=postgres://... for PostgreSQL)
# make check      format, lint, types, templates, migrations, deployment check
# make bench      figures as ratios, measured side by side
# make soak       20,000 deliveries with everything going wrong at random (ARGS="5000 a-seed")

SHELL := /bin/bash
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 python; do \
	if command -v $$p >/dev/null && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then echo $$p; break; fi; done)
VENV := .venv
BIN := $(VENV)/bin
PY := $(BIN)/python

.PHONY: run test test-browser test-spam check bench soak setup clean
.DEFAULT_GOAL := run

run: $(VENV)/.run
	@exec $(PY) manage.py hub $(if $(ONCE),--once)

setup: $(VENV)/.dev

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed and was not found." >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "The virtual environment could not be made. On Debian: apt install python3-venv" >&2; exit 1; }

$(VENV)/.run: requirements/run.txt | $(VENV)/bin/python
	@echo "installing what the hub needs (a minute or two, once)"
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.run
	@echo "installing what the tests need"
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

test: $(VENV)/.dev
	@data=$$(mktemp -d) && trap 'rm -rf "$$data"' EXIT && \
	HUB_DATA="$$data" $(PY) -m pytest -n 2 -m "not browser and not spamassassin" $(ARGS)

test-browser: $(VENV)/.dev
	@data=$$(mktemp -d) && trap 'rm -rf "$$data"' EXIT && \
	HUB_DATA="$$data" $(PY) -m pytest -m browser $(ARGS)

test-spam: $(VENV)/.dev
	@data=$$(mktemp -d) && trap 'rm -rf "$$data"' EXIT && \
	HUB_DATA="$$data" $(PY) -m pytest -m spamassassin $(ARGS)

check: $(VENV)/.dev
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/curlylint templates
	@data=$$(mktemp -d) && trap 'rm -rf "$$data"' EXIT && export HUB_DATA="$$data" && \
	$(PY) manage.py check --fail-level WARNING && \
	$(PY) manage.py makemigrations --check --dry-run && \
	DEBUG=0 BASE_URL=https://hub.example.com SECRET_KEY=$$(head -c 48 /dev/urandom | base64) \
	$(PY) manage.py check --deploy --fail-level WARNING

bench: $(VENV)/.dev
	@data=$$(mktemp -d) && trap 'rm -rf "$$data"' EXIT && \
	HUB_DATA="$$data" $(PY) -m tests.bench $(ARGS)

soak: $(VENV)/.dev
	@$(PY) -m tests.publishing.harness.soak $(ARGS)

clean:
	rm -rf $(VENV) var .pytest_cache .mypy_cache .ruff_cache .hypothesis
