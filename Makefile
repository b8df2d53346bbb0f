# Isnad. `make run` serves it, `make test` tests it; nothing has to be prepared but Python 3.11 and make.
# Settable: HOST, PORT, ISNAD_DATA, DATABASE_URL, PG_BIN, PYTHON. CONTRIBUTING.md explains the rest.
.DEFAULT_GOAL := help
.PHONY: help run test check lint types contracts bench lock clean screenshots environment

UV_VERSION := 0.13.9
PY := .venv/bin/python
# Without kept bytecode each process compiles all that it imports, for seconds: more than all else that most of them do.
unexport PYTHONDONTWRITEBYTECODE
ENVIRONMENT := @sh project/environment.sh
# Tests over all processors; whoever is done takes half of what another has left.
SPREAD := -n auto --dist worksteal
# What the linters read; .venv may hold anything.
SOURCES := annotations project tests manage.py

help:
	@echo "make run      serve Isnad on 127.0.0.1:8000 (HOST, PORT, ISNAD_DATA can be set)"
	@echo "make test     run every test"
	@echo "make check    linters, types, contracts and the quick tests: two minutes"
	@echo "make lint | types | contracts | bench | screenshots | lock | clean"

run:
	$(ENVIRONMENT) run
	@exec $(PY) -m project.serve

environment:
	$(ENVIRONMENT) dev

test:
	$(ENVIRONMENT) dev
	@exec $(PY) -m pytest $(SPREAD) $(ARGS)

check: lint types contracts
	@exec $(PY) -m pytest $(SPREAD) -m "not browser and not slow and not thorough" $(ARGS)

lint:
	$(ENVIRONMENT) dev
	$(PY) -m ruff check $(SOURCES)
	$(PY) -m djlint --quiet --lint templates

types:
	$(ENVIRONMENT) dev
	$(PY) -m mypy $(SOURCES)

contracts:
	$(ENVIRONMENT) dev
	$(PY) -c 'from importlinter.cli import lint_imports_command as run; run()'

bench:
	$(ENVIRONMENT) dev
	@exec $(PY) -m tests.bench $(ARGS)

screenshots:
	$(ENVIRONMENT) dev
	@exec $(PY) -m tests.screenshots $(ARGS)

# Hashes for every platform, and no address: each machine uses the package index that it is set up for.
COMPILE = $(PY) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock'

lock:
	$(ENVIRONMENT) dev
	echo 'uv==$(UV_VERSION)' | $(COMPILE) --no-annotate --output-file requirements-uv.txt -
	$(COMPILE) --output-file requirements.lock requirements.in
	$(COMPILE) --constraint requirements.lock --output-file requirements-dev.lock requirements-dev.in

# Leaves the data directory alone.
clean:
	rm -rf .venv staticfiles .bench .test-artifacts .mypy_cache .pytest_cache .ruff_cache .hypothesis \
		.import_linter_cache .grimp_cache
	find $(SOURCES) -name __pycache__ -type d -prune -exec rm -rf {} +
