# make demo: a working library in your browser.   make test: everything, on SQLite and on PostgreSQL.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
# A test file stays in one process: its house and browser are started once.
TESTS := $(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder
SCALE ?= small
PORT ?= 8000
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: setup setup-dev demo test test-sqlite test-postgres walk bench lint audit format messages lock clean

# `make setup EXTRAS=parquet` adds what is not installed by itself; what was added is kept up to date afterwards.
EXTRAS ?=
KNOWN := parquet photos sql
ADDED := $(filter-out %-dev,$(wildcard $(VENV)/installed-*))

setup: $(VENV)/installed $(EXTRAS:%=$(VENV)/installed-%) $(ADDED)   ## the environment with the `orda` command in it

# pip works from an environment of its own, made anew by each rule below and gone after it: 17 MB that nothing needs later.
# An interrupted set-up is mended by the next one. flit puts Orda in place and goes too.
PIP := $(VENV)/pip/bin/python -m pip --python $(BIN)/python

$(VENV)/installed: requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv --without-pip $(VENV)
	$(BIN)/python -m venv --clear $(VENV)/pip
	$(PIP) install --quiet --require-hashes -r requirements.lock
	$(PIP) install --quiet --no-deps --no-build-isolation -e .
	$(PIP) uninstall --quiet --yes flit_core
	rm -rf $(VENV)/pip
	touch $@

setup-dev: $(VENV)/installed-dev

$(VENV)/installed-%: requirements-%.lock $(VENV)/installed
	$(BIN)/python -m venv --clear $(VENV)/pip
	$(PIP) install --quiet --require-hashes -r $<
	rm -rf $(VENV)/pip
	touch $@

# All is shown but Parquet: 170 MB for a file that one looks at in other programs.
demo: setup $(patsubst %,$(VENV)/installed-%,$(filter-out parquet,$(KNOWN)))   ## the real plan, a real-looking library, served
	$(BIN)/orda demo --scale $(SCALE) --port $(PORT)

test: setup-dev test-sqlite test-postgres   ## the whole test suite on both databases

test-sqlite:
	$(TESTS)

test-postgres:
	$(BIN)/python -m tests.postgres -- $(TESTS)

walk: setup-dev                     ## 10,000 acts of desks at once: loans, holds, ways between libraries
	WALK_ACTS=10000 $(BIN)/python -m tests.postgres -- $(BIN)/python -m pytest -s tests/test_walk_of_desks.py

bench: setup-dev                    ## every benchmark, sizes and ratios printed; BENCH="desk_race --json" names some
	$(BIN)/python -m benchmarks $(BENCH)

lint: setup-dev
	$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy orda && $(BIN)/lint-imports

format: setup-dev
	$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

audit: setup-dev                    ## known advisories about the locked dependencies; asks the network
	$(BIN)/uvx pip-audit --require-hashes --disable-pip -r requirements.lock -r requirements-photos.lock -r requirements-sql.lock -r requirements-parquet.lock

messages: setup-dev                 ## collect new strings into the .po files
	$(BIN)/orda messages

lock: setup-dev                     ## pin every dependency with its hashes
	$(BIN)/uv pip compile --quiet --generate-hashes --no-header --no-emit-index-url --extra build pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet --generate-hashes --no-header --no-emit-index-url --extra build --extra dev $(KNOWN:%=--extra %) pyproject.toml -o requirements-dev.lock
	for extra in $(KNOWN); do \
	  $(BIN)/python -c "import tomllib; print(*tomllib.load(open('pyproject.toml', 'rb'))['project']['optional-dependencies']['$$extra'], sep='\n')" \
	  | $(BIN)/uv pip compile --quiet --generate-hashes --no-header --no-emit-index-url --no-annotate -c requirements-dev.lock - -o requirements-$$extra.lock || exit 1; \
	done

clean:
	rm -rf $(VENV) var *.egg-info
