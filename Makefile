# The whole set-up: `make run` and `make test` install what they need into .venv by themselves,
# from lists that are locked by hash.

MAKEFLAGS += --jobs=2  # Python packages and the scripts of the screens install side by side

VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= python3
PEOPLE ?= 5000
PORT ?= 8000
NPM := $(shell command -v npm 2>/dev/null || echo $(BIN)/npm)
SOURCES := $(wildcard assets/js/*.js assets/css/*.css)
LOCALES := $(wildcard src/huizhi/locale src/huizhi/*/locale)
CATALOGUES := $(foreach folder,$(LOCALES),$(wildcard $(folder)/*/LC_MESSAGES/*.po))
BUILT := src/huizhi/static_built/huizhi/office.js
PYTEST := $(BIN)/python -m pytest
BROWSER ?= browser

.PHONY: run test test-browser test-pages test-postgres check lint types layers bench soak build clean

run: build  ## the demo city on http://127.0.0.1:8000
	$(BIN)/huizhi demo --people $(PEOPLE) --port $(PORT)

test: $(VENV)/.dev build  ## every test that needs no service; the browser joins in where it is
	$(PYTEST) -n 2 --dist loadfile
	@if command -v chromium >/dev/null; then $(MAKE) --no-print-directory test-browser; \
	else echo "Chromium is not installed: the browser tests were left out."; fi

test-browser: $(VENV)/.dev build assets/node_modules/.dev  ## the journeys in a real Chromium
	$(PYTEST) -m "$(BROWSER)" tests/browser

test-pages:  ## the journeys, then every page as every role
	@$(MAKE) --no-print-directory test-browser BROWSER="browser or pages"

test-postgres: $(VENV)/.dev build  ## the same tests on PostgreSQL: HUIZHI_DATABASE_URL says where
	@test -n "$$HUIZHI_DATABASE_URL" || \
		{ echo "Set HUIZHI_DATABASE_URL, e.g. postgres://postgres@127.0.0.1:5432/postgres"; exit 2; }
	$(PYTEST) -n 2 --dist loadfile tests/kernel tests/organisations tests/people tests/partners \
		tests/policies tests/entitlements tests/governance tests/ledger tests/cases tests/payments \
		tests/insight tests/integrations tests/api tests/backoffice tests/portal

check: $(VENV)/.dev build  ## style, types, layers, migrations; catalogues are checked by the tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	HUIZHI_DATA_DIR=$(shell mktemp -d) $(BIN)/python manage.py makemigrations --check --dry-run

bench: $(VENV)/.dev build  ## measurements, side by side; see bench/README.md
	$(BIN)/python bench/entitle.py
	$(BIN)/python bench/decision.py
	$(BIN)/python bench/search.py
	$(BIN)/python bench/leaders.py
	$(BIN)/python bench/series.py

soak: $(VENV)/.dev build  ## kills and fuzzing, HUIZHI_SOAK_SECONDS for each; outside CI
	$(PYTEST) -m soak -s tests/soak

build: $(VENV)/.base $(BUILT) $(VENV)/.catalogues

$(BIN)/uv: requirements/tools.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes \
		-r requirements/tools.txt
	@touch $(BIN)/uv

$(VENV)/.base: $(BIN)/uv requirements/base.txt pyproject.toml
	@echo "Installing Huizhi and what it needs …"
	VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install --quiet --compile-bytecode --require-hashes -r requirements/base.txt
	VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install --quiet --no-deps --no-build-isolation -e .
	$(BIN)/python -m compileall -q src/huizhi
	@touch $@

$(VENV)/.dev: $(VENV)/.base requirements/dev.txt
	VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install --quiet --require-hashes -r requirements/dev.txt
	@touch $@

$(VENV)/.catalogues: $(VENV)/.base $(CATALOGUES)
	@for folder in $(LOCALES); do \
		$(BIN)/pybabel -q compile -D django -d $$folder || exit 1; done
	@touch $@

$(BIN)/npm: $(BIN)/uv requirements/node.txt
	VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install --quiet --require-hashes -r requirements/node.txt

assets/node_modules/.dev: assets/package.json assets/package-lock.json | $(filter $(BIN)/npm,$(NPM))
	cd assets && PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --silent --ignore-scripts
	@touch $@

$(BUILT): assets/node_modules/.dev $(SOURCES)
	cd assets && PATH="$(CURDIR)/$(BIN):$$PATH" npm run --silent build

clean:
	rm -rf $(VENV) assets/node_modules src/huizhi/static_built var
