# `make` alone lists the targets. Everything lands in .venv/, build/ and instance/.

PORT ?= 8000
INBEELD_DATA ?= ./instance
INBEELD_SOUND ?= $(CURDIR)/build/sound
SCAN_SECONDS ?= 600
export PORT INBEELD_DATA INBEELD_SOUND

BIN := .venv/bin
FLASK := $(BIN)/flask --app app
CATALOGUES := $(wildcard translations/*/LC_MESSAGES/*.po)
LOCALES := $(patsubst translations/%/LC_MESSAGES/messages.po,%,$(CATALOGUES))
INSTALL := $(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-emit-index-url --no-emit-find-links $(UPGRADE)
# Three processes take a file of tests in turn, for two cores: one of them often waits for a browser or a server. They go
# in the order of the folders, so that the long journeys do not come last. PYTEST_ARGS takes more words for pytest.
PYTEST := $(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder --durations=15 $(PYTEST_ARGS)

FAULTS := INBEELD_TEST_ANSWERS=3000 INBEELD_TEST_SITTINGS=100000 $(BIN)/python -m pytest tests/faults $(PYTEST_ARGS)
BENCHES ?= $(sort $(patsubst benchmarks/bench_%.py,%,$(wildcard benchmarks/bench_*.py)))
WORDS := $(wildcard questionnaires/*/wording.*.yaml questionnaires/*/instrument.yaml)
SPEECH := $(wildcard tools/speech/*.py app/sound/*.py)

.DEFAULT_GOAL := help
.PHONY: help setup setup-test run test test-grown faults matrix coverage lint format catalogues sound translations \
	translations-check sample-reports scan sbom wheel bench lock clean

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1|/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "%-20s %s\n", $$1, $$2 }'

setup: .venv/runtime.stamp sound ## make .venv and the placeholders of speech
	@:

run: setup catalogues ## start web and worker with demonstration data (PORT=8000, INBEELD_DATA=./instance)
	@tools/system_packages.sh run
	@INBEELD_DEMO=1 $(FLASK) db upgrade
	@INBEELD_DEMO=1 $(FLASK) demo
	@INBEELD_DEMO=1 exec $(FLASK) serve

test: setup-test catalogues sound ## run all checks and tests (PYTEST_ARGS="-k name" for some)
	@mkdir -p build; $(MAKE) --no-print-directory lint > build/lint.txt 2>&1 & \
	trap "kill $$! 2> /dev/null" INT TERM; tested=0; $(PYTEST) || tested=$$?; \
	checked=0; wait $$! || checked=$$?; cat build/lint.txt; \
	[ $$tested = 0 ] || exit $$tested; \
	[ $$checked = 0 ] || { echo "The tests passed, the checks of style, types and texts did not: see above."; exit 1; }

test-grown: setup-test catalogues sound ## run the tests on PostgreSQL and Valkey in place of SQLite
	INBEELD_TEST_STORES=grown $(PYTEST)

faults: setup-test catalogues ## kill every part of a server while 3,000 answers come in, on both kinds of stores
	$(FAULTS)
	INBEELD_TEST_STORES=grown $(FAULTS)

coverage: setup-test catalogues ## run the tests and say which lines and branches none of them takes
	@mkdir -p build/coverage
	$(PYTEST) --cov --cov-report=term

matrix: setup-test catalogues ## make every edition of the reports in every language, variant and state of answers
	INBEELD_MATRIX=whole $(BIN)/python -m pytest -n 2 --dist loadgroup tests/reports/test_matrix.py $(PYTEST_ARGS)

lint: .venv/test.stamp ## check style, types and catalogues
	@failed=0; \
	$(BIN)/ruff check . || failed=1; \
	$(BIN)/ruff format --check . || failed=1; \
	$(BIN)/bandit --quiet --configfile pyproject.toml --recursive app tools || failed=1; \
	$(BIN)/mypy || failed=1; \
	$(BIN)/python tools/translations.py check || failed=1; \
	exit $$failed

format: .venv/test.stamp ## put the code in the house style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

translations: .venv/runtime.stamp ## gather the texts, bring every catalogue up to date and compile it
	$(BIN)/python tools/translations.py update
	@$(MAKE) --no-print-directory catalogues

translations-check: .venv/runtime.stamp ## say where catalogues and source differ
	$(BIN)/python tools/translations.py check

catalogues: build/catalogues.stamp

sound: $(INBEELD_SOUND)/stamp ## let a program speak what nobody has spoken yet: placeholders, in build/sound/

sample-reports: setup catalogues ## write the sample reports in each language to build/reports/
	@tools/system_packages.sh run
	@mkdir -p build/reports
	@for locale in $(LOCALES); do \
		for edition in conversation own summary; do \
			$(FLASK) sample-report --edition $$edition --locale $$locale \
				--out build/reports/$$edition-$$locale.pdf || exit 1; \
			$(FLASK) sample-report --instrument picture-profile --edition $$edition --locale $$locale \
				--out build/reports/pictures-$$edition-$$locale.pdf || exit 1; \
		done; \
	done

scan: setup catalogues build/scan-venv.stamp ## let a scanner look at the running application (SCAN_SECONDS=600)
	$(BIN)/python tools/scan.py build/scan-venv/bin/wapiti --seconds $(SCAN_SECONDS)

sbom: .venv/runtime.stamp ## write the list of all packages as CycloneDX to build/sbom.cdx.json
	$(BIN)/python tools/sbom.py

wheel: .venv/test.stamp ## build the installable package into dist/
	$(BIN)/hatchling build --target wheel --directory dist

bench: setup-test catalogues .venv/bench.stamp ## measure the application on this machine (BENCHES="report_sizes" for some)
	@tools/system_packages.sh bench
	@for name in $(BENCHES); do echo; echo "--- $$name"; PYTHONPATH=. $(BIN)/python benchmarks/bench_$$name.py || exit 1; done

lock: .venv/runtime.stamp ## pin the requirements anew (UPGRADE=--upgrade takes newer versions)
	$(COMPILE) requirements/setup.in -o requirements/setup.txt
	$(COMPILE) requirements/runtime.in -o requirements/runtime.txt
	$(COMPILE) requirements/sound.in -o requirements/sound.txt
	$(COMPILE) requirements/test.in -o requirements/test.txt
	$(COMPILE) requirements/bench.in -o requirements/bench.txt
	$(COMPILE) requirements/scan.in -o requirements/scan.txt

clean: ## remove what can be made again, .venv too; keeps instance/
	rm -rf .venv build dist tests/tools/node_modules .mypy_cache .pytest_cache .ruff_cache
	find app tests tools benchmarks -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true
	find translations -name '*.mo' -delete

# --- steps, each done again only when what it is made of has changed ---

.venv/setup.stamp: requirements/setup.txt
	@tools/make_venv.sh
	@touch $@

.venv/runtime.stamp: .venv/setup.stamp requirements/runtime.txt
	@$(INSTALL) -r requirements/runtime.txt
	@touch $@

.venv/sound.stamp: .venv/runtime.stamp requirements/sound.txt
	@$(INSTALL) -r requirements/sound.txt
	@touch $@

.venv/test.stamp: .venv/runtime.stamp requirements/test.txt
	@$(INSTALL) -r requirements/test.txt
	@touch $@

# The scanner brings another Flask along, so it lives apart.
build/scan-venv.stamp: .venv/setup.stamp requirements/scan.txt
	@$(BIN)/uv venv --quiet --allow-existing --python $(BIN)/python build/scan-venv
	@$(BIN)/uv pip install --quiet --python build/scan-venv/bin/python --require-hashes -r requirements/scan.txt
	@touch $@

.venv/bench.stamp: .venv/test.stamp requirements/bench.txt
	@$(INSTALL) -r requirements/bench.txt
	@touch $@

.PHONY: test-packages
test-packages: .venv/test.stamp
	@tools/system_packages.sh test

setup-test: .venv/test.stamp test-packages tests/tools/node_modules/.package-lock.json ## make .venv and all that the tests need

# npm writes this file as its last act.
tests/tools/node_modules/.package-lock.json: tests/tools/package-lock.json .venv/test.stamp
	@cd tests/tools && PATH="$(CURDIR)/.venv/bin:$$PATH" npm ci --ignore-scripts --include=dev --silent
	@touch $@

build/catalogues.stamp: .venv/runtime.stamp $(CATALOGUES)
	@$(BIN)/python tools/translations.py compile
	@mkdir -p build && touch $@

$(INBEELD_SOUND)/stamp: .venv/sound.stamp $(WORDS) $(SPEECH)
	@echo "Speaking the texts that people can hear: a minute or two, the first time only"
	@INBEELD_DEMO=1 $(FLASK) audio synthesise --all --quiet && touch $@ || \
		echo "That did not work; everything else does, without a voice. Try again with: make sound"
