# make build     set up once, build and publish ncmec.duckdb
# make test      everything that must pass (a quarter of an hour on two cores)
# make test-slow browsers, BI, clients, Spark, fault injection (half an hour)
#
# make bi        Superset dashboards on http://127.0.0.1:8088 (PORT=8090 for another port)
# make report    pages of the main numbers, with charts and tables to take away, and one for each state, country and provider: report/index.html
# make screenshots  the pictures of docs/tour.md, taken from the pages of make report (needs Chromium)
# make export    the marts as CSV, Parquet and a workbook in export/, checked, with a release record (EARLIER=… an edition to compare with)
# make browse    look numbers up in the browser: http://127.0.0.1:8001/ (PORT=8002 for another port)
# make check     judge the statements of a file: CLAIMS=statements.csv (- to paste); a table, a page and a CSV in build/check
# make metrics   the declared metrics; QUERY="--metrics … --group-by metric_time__year" asks for one
# make mcp       the configuration with which an assistant can ask the published file
# make referrals FEED=…   rates from a case-level feed of your own (docs/referrals.md); without FEED a first try on a synthetic one;
#                TRANSLATE=my.sql where the columns and words are your system's own
# make spark FEED=…       the same with its heavy tier on Spark (docs/referrals_at_scale.md)
# make docs      refresh the generated pages; dbt's documentation in build/docs/index.html
#
# make new-document ID=… TITLE=…   begin a document; with TABLE=file.csv (or .pdf, or - to paste) TABLE_ID=… PERIOD=… its rows
# make second-reading FORM=…       add a filled form to the second reading
# make differences  where the two readings of the figures differ
# make review    registry rows that changed since a second person approved them
# make claim-form the claims that no second person has compared yet, as a form to fill (CSV)
# make claim-review FORM=…         add the filled form, unless it differs from the coding
# make counts    run everything that was tried against the warehouse, count what held (docs/faults.md)
# make mutation  damage every cell of every seed, count what the build catches, with the copies and by the rules alone
# make bench     what building costs, how it grows and what else would cost: docs/performance.md (GROWTH="10 100" for both factors)
# make audit     known vulnerabilities in the pinned packages
# make lint      SQL and Python style
# make lock      rewrite the pinned, hashed requirements after editing a .in file
PYTHON ?= $(shell for python in python3.11 python3.12 python3.13 python3; do \
	$$python -c 'import os, sys; (3, 11) <= sys.version_info < (3, 14) or sys.exit(1); print(os.path.realpath(sys.executable))' 2>/dev/null && break; done)
PYTHON := $(PYTHON)
# read from the environment, so that no quote or dollar in a path means anything to the shell
export PYTHON
BIN := .venv/bin
# given to Python: a program of an environment begins with its path, and not every folder's name survives there
DBT := $(BIN)/python $(BIN)/dbt
DBT_FLAGS := --log-level-file none
# settings of other projects and Pythons must not reach this one
unexport PYTHONPATH PYTHONHOME PYTHONSAFEPATH PYTHONOPTIMIZE $(filter DBT_%,$(.VARIABLES))

# what is typed with make counts, not what the shell holds under such a name: an APPROVED_BY would approve, a FOLDER be served
TYPED := ID TITLE TABLE TABLE_ID PERIOD PLACE PRINTED_TITLE PAGES FORM FOLDER PORT QUERY CLAIMS EARLIER FEED MASTER APPROVED_BY SAMPLE RULES GROWTH
$(foreach name,$(TYPED),$(if $(findstring environment,$(origin $(name))),$(eval override $(name) :=)))

# in the order that was typed, whatever MAKEFLAGS=-j says: a report beside a build would be of the edition before
.NOTPARALLEL:

.PHONY: build published test test-slow tools bi report screenshots export check browse metrics mcp referrals spark docs new-document second-reading differences review claim-form claim-review counts mutation bench audit lint lock clean help
help:
	@sed -n '1,/^PYTHON/s/^# \{0,1\}//p' Makefile

# One way to set up every environment: pinned, hashed, nothing resolved, rebuilt from nothing when half-made, moved or
# outdated. Optional tools live in environments of their own, so that none can change what builds the warehouse.
READS_IT := import sys; print(sys.version_info >= (3, 6))
SET_UP = @test "$$("$$PYTHON" -c '$(READS_IT)' 2>/dev/null)" = True || { \
	said="$$("$$PYTHON" --version 2>&1 | sed -n 's/.*\(Python [0-9.]*\).*/is \1/p')"; test "$$PYTHON" || said="none of python3.11, python3.12, python3.13, python3 is one"; \
	echo "Python 3.11, 3.12 or 3.13 is needed; $${PYTHON:+$$PYTHON }$${said:-is no Python}. Install one, or name it: make PYTHON=/path/to/python3.12 …" >&2; exit 1; }; \
	"$$PYTHON" scripts/environment.py

.venv/installed: FORCE
	$(SET_UP) .venv requirements/build.txt

.venv/installed-dev: FORCE
	$(SET_UP) .venv requirements/build.txt requirements/dev.txt

.venv-%/installed: FORCE
	$(SET_UP) .venv-$* requirements/$*.txt

FORCE:

build: .venv/installed
	@echo "Building and checking …"
	@$(DBT) $(DBT_FLAGS) --quiet build

# files side by side, the cases of a file one after another: they share what is slow to set up. In the order of tests/conftest.py
PARALLEL ?= -n auto --dist loadfile --no-loadscope-reorder
test: build .venv/installed-dev
	@$(BIN)/python -m pytest -q $(PARALLEL) --junitxml build/quick.xml tests

TOOLS := bi report export browse metrics mcp clients audit lock pdf referrals spark
tools: $(TOOLS:%=.venv-%/installed)
test-slow: build .venv/installed-dev tools
	@$(BIN)/python -m pytest -q $(PARALLEL) -m slow --junitxml build/slow.xml tests

# what reads the published file takes it as it is, and builds only where there is none
published:
	@test -e "$${NCMEC_DATABASE:-ncmec.duckdb}" || $(MAKE) --no-print-directory build

# FOLDER= serves another folder that holds a ncmec.duckdb
bi: $(if $(FOLDER),,published) .venv-bi/installed
	@if test -z "$(FOLDER)" && test "$$(basename "$${NCMEC_DATABASE:-ncmec.duckdb}")" != ncmec.duckdb; then \
		echo "make bi serves a file called ncmec.duckdb, in any folder; NCMEC_DATABASE is $$NCMEC_DATABASE." >&2; exit 1; fi; \
	.venv-bi/bin/python bi/start.py --port $(or $(PORT),8088) $(if $(FOLDER),"$(FOLDER)",$${NCMEC_DATABASE:+"$$(dirname "$$NCMEC_DATABASE")"})

report: published .venv-report/installed
	@.venv-report/bin/python -m scripts.report

screenshots: report .venv/installed-dev
	@$(BIN)/python -m scripts.screenshots

export: published .venv-export/installed
	@.venv-export/bin/python -m scripts.export

browse: published .venv-browse/installed
	@.venv-browse/bin/python -m scripts.browse --port $(or $(PORT),8001)

check: published .venv/installed
	@$(BIN)/python -m scripts.check "$$CLAIMS"

metrics: published .venv-metrics/installed
	@.venv-metrics/bin/python scripts/metrics.py $(if $(QUERY),query --quiet $(QUERY),list metrics)

mcp: published .venv-mcp/installed
	@.venv-mcp/bin/python scripts/mcp_config.py

# a feed of one's own: an environment, a project and a file apart, so that nothing of it can reach the published statistics
export FEED TRANSLATE
referrals: published .venv-referrals/installed
	@.venv-referrals/bin/python referrals/run.py $${FEED:+"$$FEED"} $${TRANSLATE:+--translate "$$TRANSLATE"}

# the same with the heavy tier on Spark (Java 17); MASTER=spark://… for one that runs already
spark: published .venv-spark/installed
	@.venv-spark/bin/python referrals/run.py $${FEED:+"$$FEED"} $${TRANSLATE:+--translate "$$TRANSLATE"} --spark "$(or $(MASTER),local[*])"

claim-form: .venv/installed
	@$(BIN)/python scripts/review_claims.py

claim-review: .venv/installed
	@$(BIN)/python scripts/review_claims.py --add "$$FORM"

counts: test test-slow
	@$(BIN)/python -m tests.counts build/quick.xml build/slow.xml

mutation: build
	@$(BIN)/python -m tests.mutation --sample $(or $(SAMPLE),1) --rules-sample $(or $(RULES),60)

# only a PDF needs more than Python
READER = $(if $(filter %.pdf %.PDF,$(TABLE)),.venv-pdf)
export ID TITLE TABLE TABLE_ID PERIOD PLACE PRINTED_TITLE PAGES FORM CLAIMS
new-document: $(if $(READER),.venv-pdf/installed,.venv/installed)
	@$(or $(READER),.venv)/bin/python scripts/new_document.py --id "$$ID" --title "$$TITLE" --table "$$TABLE" --table-id "$$TABLE_ID" \
		--period "$$PERIOD" --place "$$PLACE" --printed-title "$$PRINTED_TITLE" --pages "$$PAGES"

second-reading: .venv/installed
	@$(BIN)/python scripts/new_document.py --second-reading "$$FORM"

differences: .venv/installed
	@output=$$($(DBT) $(DBT_FLAGS) --no-use-colors build --select +second_reading_agrees --indirect-selection cautious 2>&1); \
	if echo "$$output" | grep -q "second_reading_agrees: "; then printf '%s\n' "$$output" | sed -n 's/^.*second_reading_agrees: //p'; exit 1; \
	elif echo "$$output" | grep -q "PASS second_reading_agrees"; then echo "The two readings agree."; \
	else printf '%s\n' "$$output" | tail -20; exit 1; fi

review: .venv/installed
	@$(BIN)/python scripts/review_registries.py $(if $(APPROVED_BY),--approve "$(APPROVED_BY)")

docs: .venv/installed .venv-metrics/installed
	@$(BIN)/python scripts/rate_metrics.py
	@$(MAKE) --no-print-directory build
	@$(DBT) $(DBT_FLAGS) --quiet docs generate --static
	@$(BIN)/python scripts/dbt_docs.py
	@$(BIN)/python scripts/erd.py
	@$(BIN)/python -m scripts.codebook
	@$(BIN)/python -m scripts.coverage
	@$(BIN)/python -m scripts.readme
	@$(BIN)/python -m scripts.guides
	@$(BIN)/python -m scripts.metrics_docs

bench: build .venv-clients/installed
	@$(BIN)/python -m bench $(if $(GROWTH),--growth $(GROWTH))

audit: .venv-audit/installed
	@.venv-audit/bin/python scripts/audit.py

lint: .venv/installed-dev
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .
	@$(BIN)/python -m sqlfluff lint models tests --disable-progress-bar
	@mkdir -p build; REFERRALS_WORK=build/lint.duckdb $(BIN)/python -m sqlfluff lint referrals/models referrals/tests --config referrals/.sqlfluff --disable-progress-bar

lock: .venv-lock/installed
	@for source in requirements/*.in; do \
		.venv-lock/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes \
			--no-emit-index-url --no-annotate --no-header -o $${source%.in}.txt $$source; done

clean:
# only what make made: an environment bears its stamp, and a lock or a log may be somebody's
	@for folder in .venv .venv-*; do test -L $$folder || ! test -e $$folder/begun -o -e $$folder/installed || rm -rf $$folder; done
	@rm -rf build export report target logs ncmec.duckdb ncmec.duckdb.publishing-* referrals-sample.duckdb
