.PHONY: install demo test bench lint clean

PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

install: $(STAMP)

$(STAMP): pyproject.toml requirements.lock
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	$(BIN)/tutor index --out $(VENV)/share/indaba-tutor/index
	touch $(STAMP)

demo: install
	$(BIN)/tutor demo

test: install
	$(BIN)/python tests/prepare_browser.py
	$(BIN)/python -m pytest

bench: install
	$(BIN)/tutor bench

lint: install
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

clean:
	rm -rf $(VENV)
