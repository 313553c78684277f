# Sourcebook. `make site` builds the site, `make test` runs every check; both set themselves up.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export NO_MKDOCS_2_WARNING := 1

.PHONY: site serve test bench check format clean

site: $(VENV)/site.stamp
	@$(BIN)/mkdocs build --strict
	@echo "Built $$(ls sources/*/*.yml | wc -l) records into site/. To look at them:  $(BIN)/python -m http.server --bind 127.0.0.1 --directory site 8000   and open http://127.0.0.1:8000/"

serve: $(VENV)/site.stamp
	$(BIN)/mkdocs serve

check: $(VENV)/site.stamp
	$(BIN)/sourcebook check --strict

test: $(VENV)/test.stamp
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest

# Takes about half an hour; ARGS=--quick takes a few minutes and leaves the guide alone.
bench: $(VENV)/bench.stamp
	$(BIN)/python benchmarks/bench.py $(or $(ARGS),--write)

format: $(VENV)/test.stamp
	$(BIN)/ruff check --fix .

# A half-made environment is worse than none: it is removed, and the reason said.
$(VENV)/bin/pip:
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "Python cannot make environments here; on Debian: apt-get install python3-venv"; exit 1; }

$(VENV)/site.stamp: $(VENV)/bin/pip pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/test.stamp: $(VENV)/bin/pip pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $@ $(VENV)/site.stamp

$(VENV)/bench.stamp: $(VENV)/bin/pip pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test,bench]'
	@touch $@ $(VENV)/test.stamp $(VENV)/site.stamp

clean:
	rm -rf site .venv .cache
