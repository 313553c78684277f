# Sourcebook. `make site` builds the site, `make test` runs every check; both set themselves up.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
LOWEST := .cache/lowest
export NO_MKDOCS_2_WARNING := 1
# What Python compiles is kept, also where the machine says otherwise: tests start some seventy processes.
unexport PYTHONDONTWRITEBYTECODE
# More workers than most machines have cores: tests wait for servers and browsers half of their time. Who is done takes
# over from who is not. Sites are built by one worker and read by all.
WORKERS := --numprocesses 4 --dist worksteal

.PHONY: site serve test quick lowest bench check words pictures format clean

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
	$(BIN)/python -m pytest $(WORKERS) --durations 20

# While one writes: all but the tests that build whole sites, serve them or need a browser, which are in tests/site.
quick: $(VENV)/test.stamp
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest $(WORKERS) --quiet --ignore tests/site

# The quick tests with every dependency at its lower bound, in an environment of their own.
lowest: $(LOWEST)/stamp
	$(LOWEST)/bin/python tools/lowest.py
	$(LOWEST)/bin/python -m pytest $(WORKERS) --quiet --ignore tests/site

# Takes about half an hour; ARGS=--quick takes a few minutes and leaves the guide alone.
bench: $(VENV)/bench.stamp
	$(BIN)/python benchmarks/bench.py $(or $(ARGS),--write)

# The catalogue of the interface's words, made anew after one of them has changed.
words: $(VENV)/test.stamp
	$(BIN)/python tools/words.py

# The pictures of the README and the guide, taken of the built site.
pictures: $(VENV)/test.stamp site
	$(BIN)/python tools/pictures.py

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

$(LOWEST)/stamp: $(VENV)/test.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[lowest]'
	$(BIN)/uv venv --quiet --clear --python $(BIN)/python $(LOWEST)
	$(BIN)/uv pip install --quiet --python $(LOWEST) --resolution lowest-direct --editable '.[quick]'
	@touch $@

$(VENV)/bench.stamp: $(VENV)/bin/pip pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test,bench]'
	@touch $@ $(VENV)/test.stamp $(VENV)/site.stamp

clean:
	rm -rf site .venv .cache
