# Every target sets up what it needs. `make help` lists them.
.DEFAULT_GOAL := help
SHELL := /bin/bash
# Python 3.11 or later, with venv: the only thing that has to be there beforehand.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
# What the bot writes stays in the checkout, unless told otherwise.
export GUIDE_DATA_DIR ?= $(CURDIR)/data
Q ?= Is it all right if a businessman pays for my trip to our sister city?
# Taken as it is typed: a "$500" must not be read as a variable of make.
override Q := $(value Q)
export Q

.PHONY: help
help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  %-10s %s\n", $$1, $$2}'

.venv/.ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed: make PYTHON=/path/to/python3.11 ..."; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing what the lock names; the first time takes a minute or two ..." >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.PHONY: setup
setup: .venv/.ready ## Install everything into .venv

.PHONY: ask
ask: .venv/.ready ## Ask a question: make ask Q="..."
	@$(BIN)/council-guide ask "$$Q"

.PHONY: test
test: .venv/.ready ## Run the tests that this machine can run, and say which were left out
	@$(BIN)/python -m pytest -q -n auto --maxprocesses 4 --dist loadfile

.PHONY: check
check: .venv/.ready ## Lint, format and types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

.PHONY: serve
serve: .venv/.ready ## Serve your council in Slack (tokens in .env)
	@$(BIN)/council-guide serve

.PHONY: rehearse
rehearse: ## Use all of it in a browser, without Slack (not in this version)
	@echo "make rehearse: not in this version (see CHANGELOG.md). Try: make ask" >&2; exit 2

.PHONY: bench
bench: .venv/.ready ## Measure speed beside the named peers
	@$(BIN)/council-guide bench

.PHONY: eval
eval: .venv/.ready ## Measure retrieval, answers and triage
	@$(BIN)/council-guide eval

.PHONY: chaos
chaos: .venv/.ready ## Run the tests that kill, cut and flood, and property tests on new examples
	@$(BIN)/python -m pytest -q -m "chaos or hypothesis" --hypothesis-profile=wild

.PHONY: vectors
vectors: .venv/.ready ## Embed the library anew after a change of a note, and ship the vectors
	@$(BIN)/python -m knowledge.ship

.PHONY: lock
lock: .venv/.ready ## Resolve the dependencies anew
	@$(BIN)/python -m pip install --quiet uv
	@$(BIN)/uv pip compile pyproject.toml --group dev --universal --generate-hashes --no-header --no-annotate --quiet -o requirements.lock
