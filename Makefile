# Everything a fresh machine needs: Python 3.11 or newer, make and git. `make help` lists the targets.

# A system's own Python comes first: it is built for speed, and one compiled at home often is not.
PYTHON ?= $(shell /usr/bin/python3 -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo /usr/bin/python3 || echo python3)
PORT ?= 8000
INDIVIDUALS ?= 400
TESTS ?=

BIN := .venv/bin
RUN := $(BIN)/python
export PATH := $(CURDIR)/$(BIN):$(PATH)

# Each stamp lies in what it vouches for, so that removing either one, or stopping half way, has the step done again.
PACKAGES := .venv/.packages
MODULES := node_modules/.packages
ASSETS := var/assets/.built

PIP := --quiet --quiet --disable-pip-version-check --require-hashes
COMPILE := --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header

# The names that production settings ask for, with values that lead nowhere: for checks that connect to nothing.
NOWHERE := DATABASE_URL=postgresql://nobody@nowhere.invalid/none DATABASE_OWNER_URL= REDIS_URL=redis://nowhere.invalid \
	SECRET_KEY=for-checks-only-never-for-running-0123456789-abcdefghij ALLOWED_HOSTS=localhost

.DEFAULT_GOAL := help
.PHONY: help setup demo demo-reset test migrated lint fix bench mutants lock
.DELETE_ON_ERROR:

help: ## List these targets
	@sed -n 's/^\([a-z-]*\):.*## /  \1|/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "%-14s%s\n", $$1, $$2 }'

setup: $(PACKAGES) $(MODULES) $(ASSETS) ## Install what everything else needs; does only what is still to do
	@mkdir -p var/static

demo: setup ## Run the whole system with synthetic data: PORT=8000 INDIVIDUALS=400
	@case "$${DJANGO_SETTINGS_MODULE:-marsoc.settings.demo}" in marsoc.settings.demo) ;; *) \
		echo "The demonstration does not run with production settings: unset DJANGO_SETTINGS_MODULE." >&2; exit 1 ;; esac
	@$(RUN) manage.py demo --port "$(PORT)" --individuals "$(INDIVIDUALS)"

demo-reset: setup ## Remove the demonstration's data; the next demo starts anew
	@$(RUN) -m marsoc.demo.reset

test: setup ## Check and test everything: TESTS=path or other pytest arguments
	@$(MAKE) --no-print-directory --jobs 2 lint migrated
	@echo "Tests"
	@$(RUN) -m pytest -p tests.refuse_skips -n logical --dist worksteal $(TESTS)

migrated: setup ## Make the database that the tests copy
	@DJANGO_SETTINGS_MODULE=marsoc.settings.test $(RUN) -m tests.migrated

lint: setup ## Lint, format, types, import contracts, migrations, deployment checks
	@echo "Lint and format"
	@ruff check --quiet .
	@ruff format --check --quiet .
	@echo "Types"
	@env $(NOWHERE) mypy
	@echo "Import contracts"
	@lint-imports > var/import-contracts.txt || { cat var/import-contracts.txt; exit 1; }
	@echo "Migrations"
	@DJANGO_SETTINGS_MODULE=marsoc.settings.test $(RUN) manage.py makemigrations --check --dry-run
	@echo "Deployment"
	@env $(NOWHERE) DJANGO_SETTINGS_MODULE=marsoc.settings.production $(RUN) manage.py check --deploy --fail-level WARNING

fix: setup ## Format the code and mend what ruff can mend
	@ruff check --fix .
	@ruff format .

bench: setup ## Measure, print a table and write var/bench.json
	@$(RUN) -m tests.bench

mutants: setup ## Take out one filter, decorator or policy at a time and show that a test fails: ONLY=word
	@$(RUN) -m tests.mutation $(ONLY)

lock: setup ## Compile the pinned requirements anew
	@uv pip compile $(COMPILE) -o requirements.txt pyproject.toml
	@uv pip compile $(COMPILE) --group dev --group embedded -o requirements-dev.txt pyproject.toml

.venv/.uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "MARSOC needs Python 3.11 or newer as $(PYTHON): install it, or name it with PYTHON=, and run make again." >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
		echo "$(PYTHON) lacks the module venv: install it (Debian calls it python3-venv) and run make again." >&2; exit 1; }
	@echo "Setting up: virtual environment"
	@$(PYTHON) -m venv .venv
	@sed -n '/^uv==/,/[^\\]$$/p' requirements-dev.txt > .venv/uv.txt
	@$(RUN) -m pip install $(PIP) --no-deps -r .venv/uv.txt
	@touch $@

$(PACKAGES): requirements-dev.txt | .venv/.uv
	@echo "Setting up: Python packages"
	@uv pip sync --quiet --python $(RUN) --require-hashes requirements-dev.txt || { \
		echo "uv cannot fetch them; trying pip, which may know another source"; \
		$(RUN) -m pip install $(PIP) -r requirements-dev.txt; }
	@touch $@

$(MODULES): package-lock.json package.json .npmrc | $(PACKAGES)
	@echo "Setting up: front-end packages"
	@npm ci --ignore-scripts --no-progress --loglevel=error > /dev/null
	@touch $@

$(ASSETS): $(MODULES) $(shell find marsoc/govuk/assets -type f)
	@echo "Setting up: stylesheet and script"
	@npm run --silent build
	@touch $@
