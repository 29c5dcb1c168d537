# Two commands on a machine with Python >= 3.11 (with venv) and make: `make demo`, `make test`.
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
VENV := .venv
BIN := $(VENV)/bin
JOBS ?= auto

.PHONY: demo test lint types layers tests package pythons bench snapshots docs site models lock clean
.DEFAULT_GOAL := demo

demo: $(VENV)/.demo  ## the program on the local AWS
	@$(BIN)/fargate-tui --demo

test: lint types layers package tests  ## everything CI runs, the fastest first

lint: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(VENV)/.dev
	$(BIN)/mypy

layers: $(VENV)/.dev
	$(BIN)/lint-imports

tests: $(VENV)/.dev
	$(BIN)/pytest -n $(JOBS) -q

package: $(VENV)/.dev  ## sdist and wheel, as they are built, installed and run elsewhere; asks pip's index
	$(BIN)/python -m tests.package

pythons: $(VENV)/.dev  ## the tests on every Python that is promised and here, in a .venv-3.x of its own
	@$(BIN)/python -m tests.pythons >$(VENV)/pythons
	@while read -r version python; do \
		echo "tests on Python $$version"; \
		$(MAKE) --no-print-directory tests VENV=.venv-$$version PYTHON=$$python </dev/null || exit 1; \
	done <$(VENV)/pythons

bench: $(VENV)/.dev  ## medians on this machine, against the local AWS
	$(BIN)/python -m tests.bench
	$(BIN)/python -m tests.bench.log_view
	$(BIN)/python -m tests.bench.log_tail

snapshots: $(VENV)/.dev  ## after you have looked at the new pictures; those of docs/ are some of them
	$(BIN)/pytest -n $(JOBS) -q tests/screens tests/widgets --snapshot-update
	$(BIN)/python -m tests.docs

docs: $(VENV)/.dev  ## the pages that are made from declarations
	$(BIN)/python -m tests.docs

site: docs  ## docs/ as pages to read in a browser: site/index.html
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

models: $(VENV)/.dev  ## trim botocore's models to what aws/ calls
	$(BIN)/python -m fargate_tui.aws.models

lock: $(VENV)/.dev  ## resolve requirements/*.txt anew from pyproject.toml
	$(BIN)/pip install -q uv
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --no-header --no-annotate --extra demo pyproject.toml -o requirements/demo.txt
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --no-header --no-annotate --extra demo --extra serve --group dev pyproject.toml -o requirements/dev.txt

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "fargate-tui needs Python 3.11 or newer on the PATH" >&2; exit 1; }
	@echo "making $(VENV) with $(PYTHON)" >&2
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.demo: requirements/demo.txt pyproject.toml | $(VENV)/bin/python
	@echo "installing what the demo needs (once)" >&2
	@$(BIN)/python -m pip install -q --disable-pip-version-check -r requirements/demo.txt
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps -e .
	@touch $@

$(VENV)/.dev: requirements/dev.txt pyproject.toml | $(VENV)/bin/python
	@echo "installing what the tests need (once)" >&2
	@$(BIN)/python -m pip install -q --disable-pip-version-check -r requirements/dev.txt
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps -e .
	@touch $@ $(VENV)/.demo

clean:
	rm -rf $(VENV) .venv-3.* .mypy_cache .pytest_cache .ruff_cache .hypothesis dist site
