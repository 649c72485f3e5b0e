.PHONY: install demo test bench lint clean

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
INDEX := $(VENV)/share/indaba-tutor/index/CURRENT
PROGRAMS := $(VENV)/share/indaba-tutor/programs

install: $(INDEX) $(PROGRAMS)

$(STAMP): pyproject.toml requirements.lock
	$(PYTHON) -m venv $(VENV) || ($(PYTHON) -m pip install --quiet --target $(VENV)-tool virtualenv \
		&& PYTHONPATH=$(VENV)-tool $(PYTHON) -m virtualenv --quiet --clear $(VENV))
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	touch $(STAMP)

$(INDEX): $(STAMP) $(wildcard knowledge/*.py knowledge/*/*.py knowledge/material/*.md)
	$(BIN)/tutor index --out $(dir $(INDEX))
	touch $(INDEX)

$(PROGRAMS): $(STAMP) runners/sandbox/usual.py $(wildcard runners/experiments/*.py runners/experiments/*/*.py)
	$(BIN)/tutor compile --out $(PROGRAMS)
	touch $(PROGRAMS)

demo: install
	$(BIN)/tutor demo

test: install
	$(BIN)/python tests/prepare_browser.py
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile

bench: install
	$(BIN)/tutor bench

lint: install
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

clean:
	rm -rf $(VENV) $(VENV)-tool
