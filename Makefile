# make build   set up once, build and publish ncmec.duckdb
# make test    everything that must pass (under 6 minutes)
# make test-slow  fault injection, old clients, full mutation (minutes)
# make differences  where the two readings of the figures differ
# make review  registry rows that changed since a second person approved them
# make docs    refresh the ERD and the outputs shown in the documentation
# make mutation  damage every cell of every seed, count what the build catches
# make bi      Superset dashboards on http://127.0.0.1:8088 (PORT=8090 for another port)
# make audit   known vulnerabilities in the pinned packages
# make lint    SQL and Python style
# make lock    rewrite the pinned, hashed requirements after editing a .in file
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
DBT := $(BIN)/dbt
DBT_FLAGS := --log-level-file none

.PHONY: build test test-slow mutation differences review docs audit lint lock clean help bi
help:
	@sed -n 's/^# //p' Makefile

.venv/installed: requirements.txt
	@echo "Setting up .venv (once) …"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@$(BIN)/python -m compileall -q -j 0 .venv || true
	@touch $@

.venv/installed-dev: .venv/installed requirements/dev.txt
	@echo "Setting up the test tools in .venv (once) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@$(BIN)/python -m compileall -q -j 0 .venv || true
	@touch $@

# optional tools live in environments of their own, so that none can change what builds the warehouse
.venv-%/installed: requirements/%.txt
	@echo "Setting up .venv-$* (once) …"
	@$(PYTHON) -m venv .venv-$*
	@.venv-$*/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@.venv-$*/bin/python -m compileall -q -j 0 .venv-$* || true
	@touch $@

build: .venv/installed
	@echo "Building and checking …"
	@$(DBT) $(DBT_FLAGS) --quiet build

test: build .venv/installed-dev
	@$(BIN)/python -m pytest -q tests

test-slow: build .venv/installed-dev
	@$(BIN)/python -m pytest -q -m slow tests

mutation: build
	@$(BIN)/python -m tests.mutation --sample $(or $(SAMPLE),1)

differences: .venv/installed
	@output=$$($(DBT) $(DBT_FLAGS) --no-use-colors build --select +second_reading_agrees 2>&1); \
	if echo "$$output" | grep -q "second_reading_agrees: "; then echo "$$output" | sed -n 's/^.*second_reading_agrees: //p'; \
	elif echo "$$output" | grep -q "PASS second_reading_agrees"; then echo "The two readings agree."; \
	else echo "$$output" | tail -20; fi

review: .venv/installed
	@$(BIN)/python scripts/review_registries.py $(APPROVE)

docs: build
	@$(BIN)/python scripts/erd.py
	@$(BIN)/python scripts/readme.py

# Superset over the published file; FOLDER= serves another folder that holds a ncmec.duckdb
bi: $(if $(FOLDER),,ncmec.duckdb) .venv-bi/installed
	@.venv-bi/bin/python bi/start.py --port $(or $(PORT),8088) $(FOLDER)

ncmec.duckdb:
	@$(MAKE) --no-print-directory build

audit: .venv-audit/installed
	@.venv-audit/bin/python scripts/audit.py

lint: .venv/installed-dev
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .
	@$(BIN)/sqlfluff lint models tests --disable-progress-bar

lock:
	@for source in requirements.in requirements/*.in; do \
		uv pip compile -q --universal --no-strip-extras --python-version 3.11 --generate-hashes \
			--no-emit-index-url --no-annotate --no-header -o $${source%.in}.txt $$source; done

clean:
	@rm -rf .venv .venv-* build target logs ncmec.duckdb
