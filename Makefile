# make run    set everything up, build the graph of the seeds and say what to try next
# make test   set everything up and run the tests
# make lint   everything that can be checked without running it
# make fix    mend what the linters can mend
# make docs   run the README and check what the documents refer to
# make bench  measure reading, questions, explanations, networks, exports and suggestions

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
# What the page of `export --format html` is made of; a change of it is bundled by an installation.
PAGE := hatch_build.py $(wildcard src/medtechkg/web/package.json src/medtechkg/web/src/*.js)
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.PHONY: run test lint fix docs bench clean

run: $(VENV)/.run
	$(BIN)/medtechkg build

test: $(VENV)/.test
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadgroup --no-loadscope-reorder

lint: $(VENV)/.lint
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/codespell

fix: $(VENV)/.lint
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

docs: $(VENV)/.test
	$(BIN)/python -m pytest tests/test_docs.py

bench: $(VENV)/.test
	$(INSTALL) --editable '.[bench,fast]'
	$(BIN)/python benchmarks/build.py
	$(BIN)/python benchmarks/reading.py
	$(BIN)/python benchmarks/explain.py
	$(BIN)/python benchmarks/questions.py
	$(BIN)/python benchmarks/networks.py
	$(BIN)/python benchmarks/export.py
	$(BIN)/python benchmarks/suggestions.py

clean:
	rm -rf $(VENV) graph

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: $(BIN)/python pyproject.toml constraints.txt $(PAGE)
	$(INSTALL) --editable '.[documents]'
	@touch $@

$(VENV)/.test: $(BIN)/python pyproject.toml constraints.txt $(PAGE)
	$(INSTALL) --editable '.[test]'
	@touch $@ $(VENV)/.run

$(VENV)/.lint: $(BIN)/python pyproject.toml constraints.txt $(PAGE)
	$(INSTALL) --editable '.[test,lint]'
	@touch $@ $(VENV)/.test $(VENV)/.run
