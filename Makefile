# headwater: what a person can ask for. `make help` lists it.
#
# Two commands on a fresh machine with Python 3.11 and a package index: `make demo`, `make test`.
# Everything is installed from the hashed lists in requirements/ into .venv, by uv where it is
# present and by pip where it is not.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3.11
VENV ?= .venv
SCALE_VENV ?= .venv-scale
SERVE ?= yes
JOBS ?= auto
PORT ?= 8000

export UV_PYTHON_DOWNLOADS = never
export PIP_DISABLE_PIP_VERSION_CHECK = 1
# Every process that headwater begins would otherwise compile itself and its libraries anew: 4 s each.
unexport PYTHONDONTWRITEBYTECODE

headwater := $(VENV)/bin/headwater

# install ENVIRONMENT,LIST: a virtual environment that holds exactly the locked versions of LIST
# and headwater itself, editable. A package index set up for pip alone is unknown to uv, so pip is
# also the way out where uv cannot install.
define install
	@test -x $(1)/bin/python || $(PYTHON) -m venv $(1) || uv venv --quiet --seed --python $(PYTHON) $(1)
	@if command -v uv >/dev/null \
	    && uv pip install --quiet --python $(1)/bin/python --require-hashes -r requirements/$(2).txt; \
	then \
	    uv pip install --quiet --python $(1)/bin/python --no-build-isolation --no-deps --editable .; \
	else \
	    $(1)/bin/python -m pip install --quiet --require-hashes -r requirements/$(2).txt; \
	    $(1)/bin/python -m pip install --quiet --no-build-isolation --no-deps --editable .; \
	fi
	@touch $@
endef

# The test environment holds everything the demonstration needs, so it serves both.
$(VENV)/.test-ready: requirements/dev.txt pyproject.toml
	@echo "Installing the test environment into $(VENV) …"
	$(call install,$(VENV),dev)
	@touch $(VENV)/.demo-ready

$(VENV)/.demo-ready: requirements/web.txt pyproject.toml
	@echo "Installing headwater into $(VENV) …"
	$(call install,$(VENV),web)

$(SCALE_VENV)/.scale-ready: requirements/scale.txt pyproject.toml
	@echo "Installing Spark into $(SCALE_VENV) …"
	$(call install,$(SCALE_VENV),scale)

.PHONY: help environment demo assess test test-postgresql test-site test-sqlite test-scale check \
    assets assets-check bench docs lock clean

help: ## List what can be asked for
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 17

environment: $(VENV)/.test-ready ## Install everything the tests need into .venv

demo: $(VENV)/.demo-ready ## Make Loamshire, assess it, and serve its site (SERVE=no stops before serving)
	@$(headwater) demo --folder build/demo $(if $(filter no,$(SERVE)),,--serve --port $(PORT))

assess: $(VENV)/.demo-ready ## Assess a folder of partners' files: DATA=… AREA=… PERIOD=… OUT=…
	@for name in DATA AREA PERIOD OUT; do \
	    test -n "$${!name:-}" || { echo "Say which: make assess DATA=folder AREA=E23000023" \
	        "PERIOD=2024-09..2025-08 OUT=build/cambridgeshire ([$$name] is missing)" >&2; exit 2; }; \
	done
	@$(headwater) assess "$$DATA" --area "$$AREA" --period "$$PERIOD" --out "$$OUT" \
	    --lake "$${LAKE:-$$OUT.lake}"
export DATA AREA PERIOD OUT LAKE

# What runs a site in processes of its own: it is killed, starved and walked in a browser.
SITE_TESTS := tests/journeys tests/spec/test_web_killed_processes.py
# Pages run on PostgreSQL; on SQLite those that open every one of them. CONTRIBUTING says why that
# is enough.
ON_ONE_DATABASE := $(filter-out $(patsubst %,tests/pages/test_%.py,query_counts security_odd_requests), \
    $(wildcard tests/pages/test_*.py))
# A browser and a site wait for each other, so that one process more than cores leaves none idle.
SITE_JOBS ?= $(if $(filter auto,$(JOBS)),$(shell echo $$(($$(getconf _NPROCESSORS_ONLN) + 1))),$(JOBS))
pytest = $(VENV)/bin/python -m pytest -n
# By file, for what a file shares is made once; by folder and not by how many tests a file has: the
# short files of `unit` even out the end. Tests of pages share nothing and go one by one.
in_order = $(pytest) $(JOBS) --dist loadfile --no-loadscope-reorder

test: test-postgresql test-site test-sqlite ## Run the tests, those of the site on PostgreSQL and on SQLite

test-postgresql: $(VENV)/.test-ready ## Only those of the site, on PostgreSQL
	@HEADWATER_TEST_DATABASE=postgresql $(pytest) $(JOBS) --dist worksteal tests/database tests/pages

test-sqlite: $(VENV)/.test-ready ## Only those on SQLite, and those that need no database
	@$(in_order) $(addprefix --ignore ,$(SITE_TESTS) $(ON_ONE_DATABASE))

test-site: $(VENV)/.test-ready ## Only those that run a site: kill it, walk it in a browser (needs chromium)
	@$(pytest) $(SITE_JOBS) --dist loadfile $(SITE_TESTS)

# Spark's environment knows nothing of Django, so its tests have settings of their own.
test-scale: $(SCALE_VENV)/.scale-ready ## Run the tests that hold Spark to DuckDB's answers (needs Java)
	@$(SCALE_VENV)/bin/python -m pytest -c tests/scale/pytest.ini --rootdir . -p no:cacheprovider \
	    tests/scale

check: $(VENV)/.test-ready ## Lint, format, types, walls between rooms, generated docs
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check --quiet .
	@$(VENV)/bin/mypy
	@$(VENV)/bin/lint-imports --no-cache
	@$(VENV)/bin/deptry src 2>/dev/null || $(VENV)/bin/deptry src
	@$(VENV)/bin/vulture
	@$(VENV)/bin/python -m headwater.cli.reference --check docs
	@HEADWATER_DEMO=yes HEADWATER_HOME=build/check $(VENV)/bin/python -m headwater.web reference docs --check
	@HEADWATER_DEMO=yes HEADWATER_HOME=build/check $(VENV)/bin/python -m headwater.web makemigrations --check --dry-run

# Styles and scripts are built with Node and kept in the package, so that nobody else needs it.
assets: ## Build styles and scripts again (needs Node and npm)
	@cd frontend && npm ci --silent --no-audit --no-fund && node build.mjs

assets-check: ## Build them beside those that are kept, and compare the bytes
	@cd frontend && npm ci --silent --no-audit --no-fund && node build.mjs --check

bench: $(VENV)/.test-ready $(SCALE_VENV)/.scale-ready ## Run every benchmark, its peer beside it: one line a claim
	@$(VENV)/bin/python benchmarks/run.py --scale-python $(SCALE_VENV)/bin/python

docs: $(VENV)/.test-ready ## Write the pages that are made from the code
	@$(VENV)/bin/python -m headwater.cli.reference docs
	@HEADWATER_DEMO=yes HEADWATER_HOME=build/check $(VENV)/bin/python -m headwater.web reference docs

# The shared versions come from dev.txt, so that people run what was tested.
LOCK := uv pip compile --quiet --universal --generate-hashes --no-header --group build pyproject.toml
lock: ## Work the hashed lists out again from pyproject.toml (needs uv)
	@$(LOCK) --extra report --extra web --extra dev -o requirements/dev.txt
	@$(LOCK) --extra report -c requirements/dev.txt -o requirements/report.txt
	@$(LOCK) --extra report --extra web -c requirements/dev.txt -o requirements/web.txt
	@$(LOCK) --extra scale --group scale-test -c requirements/dev.txt -o requirements/scale.txt

clean: ## Remove everything that was built, and the environments
	@rm -rf build dist $(VENV) $(SCALE_VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis \
	    .import_linter_cache
