# Learning Cities Portal. `make` alone lists what there is; `make run` is all a newcomer needs.

SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
STAMPS := var/stamps
CORES := $(shell getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)
N ?= $(shell n=$(CORES); [ "$$n" -gt 4 ] && n=4; [ "$$n" -lt 2 ] && n=2; echo "$$n")
T ?= tests

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup run reset test check bench photographs autosaves slow-line lock format assets \
        i18n-begin i18n-extract i18n-update i18n-compile i18n-check db-upgrade db-revision test-programs

help: ## This list
	@echo "Learning Cities Portal"
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z0-9-]+):.*## (.*)/\1\t\2/' \
	  | awk -F'\t' '{ printf "  make %-14s %s\n", $$1, $$2 }'

## Everyday

run: setup ## Start the portal with demo data: PORT=8080, HOST=0.0.0.0, DATABASE_URL=postgresql://…
	@exec $(BIN)/python -m config.run

reset: $(STAMPS)/python ## Stop the portal of this folder and delete its data
	@$(BIN)/python -m config.run reset

test: setup test-programs ## All tests, or a part of them: T='tests/browser -k city', N=4 workers
	@exec $(BIN)/python -m pytest -n $(N) $(T)

check: setup ## Formatting, types, imports, templates, catalogues, migrations
	@exec $(BIN)/python -m config.check

bench: setup ## Measure the portal against the floor; writes var/bench.json
	@exec $(BIN)/python -m config.bench

photographs: setup ## How many pages are recognised on photographs of the print: A='--pages 100 --sets 50'
	@$(BIN)/python -m tests.photographs $(A)

slow-line: setup ## Bytes and first paint of the form, and an application over 400 kbit/s
	@$(BIN)/python -m pytest -n 0 -q -s -p no:randomly tests/browser/test_slow_line.py

autosaves: setup ## Is every word there after the server was killed? A='--saves 2000 --kills 10'
	@$(BIN)/python -m tests.autosaves $(A)

format: setup ## Lay out the code
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/ruff format .

## Set-up: each step runs again only when what it reads has changed

setup: $(STAMPS)/python $(STAMPS)/assets $(STAMPS)/catalogues var/places.sqlite3 ## Environment, packages, assets, catalogues, places

$(STAMPS)/python: requirements-dev.lock config/bootstrap.py | $(STAMPS)
	@command -v $(PYTHON) >/dev/null || { echo "✗ Python is missing: install Python 3.11 or newer (Debian: apt-get install python3)"; exit 1; }
	@echo "Setting up Python …"
	@$(PYTHON) config/bootstrap.py
	@touch $@

$(STAMPS)/node: package.json package-lock.json | $(STAMPS)
	@command -v npm >/dev/null || { echo "✗ npm is missing: install Node.js 20 or newer (https://nodejs.org)"; exit 1; }
	@echo "Setting up the packages of the web pages …"
	@npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >var/npm.log 2>&1 \
	  || { echo "✗ npm could not install the packages: $$(tail -n 1 var/npm.log) (all of it is in var/npm.log)"; exit 1; }
	@touch $@

$(STAMPS)/assets: $(STAMPS)/node $(shell find portal/web/assets -type f 2>/dev/null) | $(STAMPS)
	@echo "Building styles, scripts and fonts …"
	@npm run --silent build >var/build.log 2>&1 \
	  || { tail -n 20 var/build.log; echo "✗ The assets could not be built; all of it is in var/build.log"; exit 1; }
	@touch $@

$(STAMPS)/catalogues: $(STAMPS)/python $(wildcard translations/*/LC_MESSAGES/*.po) | $(STAMPS)
	@$(BIN)/python -m config.catalogues compile
	@touch $@

var/places.sqlite3: requirements.lock $(addprefix portal/commissions/,countries.py gazetteer.py gazetteer_file.py subdivisions.tsv) | $(STAMPS)/python $(STAMPS)
	@echo "Writing names of places …"
	@$(BIN)/python -m portal.commissions.gazetteer_file $@

$(STAMPS):
	@mkdir -p $@

assets: ## Build styles, scripts and fonts again
	@rm -f $(STAMPS)/assets
	@$(MAKE) --no-print-directory $(STAMPS)/assets

test-programs:
	@bash config/test_programs.sh

## Languages

i18n-extract: $(STAMPS)/python ## Collect the texts of the sources into translations/messages.pot
	@$(BIN)/python -m config.catalogues extract

i18n-update: $(STAMPS)/python ## Collect the texts and bring all catalogues up to date
	@$(BIN)/python -m config.catalogues update

i18n-begin: $(STAMPS)/python ## Begin a catalogue for one more language: L=sw
	@$(BIN)/python -m config.catalogues begin $(L)

i18n-compile: $(STAMPS)/python ## Compile the catalogues
	@$(BIN)/python -m config.catalogues compile

i18n-check: $(STAMPS)/python ## Refuse anything untranslated, stale, fuzzy or with unequal placeholders
	@$(BIN)/python -m config.catalogues check

## Database

db-upgrade: $(STAMPS)/python ## Migrate the database that make run or the environment names
	@$(BIN)/alembic -c migrations/alembic.ini upgrade head

db-revision: $(STAMPS)/python ## A new migration from the models: M='add rivers' R=0008
	@$(BIN)/alembic -c migrations/alembic.ini revision --autogenerate -m "$(M)" $(if $(R),--rev-id $(R))

## Dependencies

lock: $(STAMPS)/python ## Pin the newest versions the declarations allow, with hashes
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --upgrade \
	  pyproject.toml -o requirements.lock
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --upgrade \
	  --group dev pyproject.toml -o requirements-dev.lock
