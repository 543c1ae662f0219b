# Cherry-picking: one talk as slides, notebooks, examples and tests.
# Another Python gets an environment of its own: PYTHON=python3.13 make test

PYTHON  ?= python3
# Isolated and without site-packages: a tenth of a second, even by way of pyenv.
VERSION := $(shell $(PYTHON) -ESsc 'import sys; print("%d.%d" % sys.version_info[:2])' \
             2>/dev/null)
VENV    := .venv-$(VERSION)
RUN     := @$(VENV)/bin/python -m
INSTALL  = $(if $(VERSION),,$(error $(PYTHON) does not run; PYTHON=python3.12 \
             make $(MAKECMDGOALS), say))@$(PYTHON) requirements/install.py

# Hundreds of processes start here; what Python compiled once, they find.
unexport PYTHONDONTWRITEBYTECODE

# A copy of each lock marks what is installed, requirements/install.py says how.
PRESS   := $(VENV)/press.lock
PRESENT := $(VENV)/present.lock
FULL    := $(VENV)/full.lock
NODE    := node_modules/package-lock.json
PAGES   := bench/node_modules/package-lock.json
CLIENTS := examples/node_modules/package-lock.json
FONTS   := build/fonts/coverage.json
DECK    := build/slides/index.html
SHORTER := $(CUT:%=build/slides/cherry-picking-%.pdf)

# What the deck is made from.  The list is kept as well: so a file that is gone
# is noticed, and a cache that appears in a folder is not.
SOURCES := $(shell mkdir -p build; \
  found=$$(find slides/ examples/ notebooks/ -type f \
    ! -path '*/.*' ! -path '*/__pycache__/*' ! -path '*/node_modules/*' | sort); \
  [ "$$found" = "$$(cat build/sources 2>&1)" ] || echo "$$found" > build/sources; \
  echo "$$found")

.PHONY: help slides present watch lab walk test trial notebooks check ledger bench locks peers clean

help: ## Show this list
	@echo "make what? The first time each fetches what it needs."
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | \
	  while IFS="$$(printf '\t')" read -r name what; do \
	    printf '  %-10s %s\n' "$$name" "$$what"; done

slides: $(DECK) $(SHORTER) ## Build the deck: build/slides; CUT=20 adds that PDF
present: $(PRESENT) $(DECK) ## Show the deck with its live examples; CUT=20 REHEARSE=1
	$(RUN) slides.present $(CUT:%=--cut %) $(if $(REHEARSE),--rehearse) $(ARGS)
watch: $(PRESENT) $(DECK) ## Show the deck, new after every save
	$(RUN) slides.watch $(ARGS)
lab: $(FULL) $(CLIENTS) $(DECK) ## Open JupyterLab at the first notebook
	$(RUN) notebooks.lab $(ARGS)
walk: $(FULL) $(CLIENTS) $(DECK) ## Run every notebook in JupyterLab, and by section
	@WALK=all $(VENV)/bin/python -m pytest tests/browser/test_lab.py \
	  tests/notebooks/test_sections_run.py $(ARGS)
test: $(FULL) $(CLIENTS) $(PAGES) $(DECK) ## Prove all: units, notebooks, deck, browser
	@data=$$(mktemp -d "$(CURDIR)/build/coverage.XXXXXX"); \
	  trap 'rm -rf "$$data"' EXIT INT TERM; \
	  COVERAGE_FILE=$$data/data $(VENV)/bin/python -m coverage run \
	    -m pytest -p tests.gate $(ARGS)
trial: $(FULL) $(CLIENTS) $(PAGES) $(DECK) ## Prove beside a load: RUNS=3 CLONES=2 ARGS=…
	$(RUN) tests.trial $(RUNS:%=--runs %) $(CLONES:%=--clones %) $(ARGS)
notebooks: $(FULL) $(CLIENTS) ## Run the notebooks, and write them back normalised
	$(RUN) notebooks.run $(ARGS)
check: $(FULL) $(FONTS) ## Check style, types, notebooks, ledger: no test runs
	$(RUN) ruff check --quiet --output-format=concise
	$(RUN) ruff format --check --quiet
	$(RUN) mypy --no-error-summary
	$(RUN) notebooks.run --check
	$(RUN) slides.press ledger > build/ledger.txt
ledger: $(PRESS) $(FONTS) ## List what every slide shows, and what proves it
	$(RUN) slides.press ledger
bench: $(FULL) $(CLIENTS) $(PAGES) ## Measure, and write the records that slides plot
	$(RUN) bench $(ARGS)
locks: $(PRESS) $(NODE) ## Renew every lock, Python's and npm's
	@$(VENV)/bin/python requirements/renew.py
peers: $(CLIENTS) ## Install the optional servers and languages (Debian)
	@requirements/peers.sh
clean: ## Remove what was built; what was fetched stays
	@rm -rf build

# A part that was deleted is built again.
PARTS := $(addprefix build/slides/, cherry-picking.pdf cherry-picking-handout.pdf \
  talk.html assets/deck.css assets/deck.js assets/reveal.js)
FORCE := $(if $(filter-out $(wildcard $(PARTS)),$(PARTS)),force)

$(DECK): $(PRESS) $(NODE) $(FONTS) build/sources $(SOURCES) $(FORCE)
	$(RUN) slides.press build
	@echo $@
.PHONY: force
force: ;
# A whole deck takes the PDFs of its cuts away; so this one is never older.
$(SHORTER): build/slides/cherry-picking-%.pdf: $(DECK)
	$(RUN) slides.press cut $*
# Each is put in place whole: make deletes no finished one when it is stopped.
.PRECIOUS: $(DECK) $(SHORTER)
$(FONTS): $(PRESS) $(NODE) slides/press/fonts.py $(wildcard slides/theme/*)
	$(RUN) slides.press fonts
$(NODE): package.json package-lock.json .npmrc
	$(INSTALL) node
$(PAGES): bench/package.json bench/package-lock.json .npmrc
	$(INSTALL) pages
$(CLIENTS): $(addprefix examples/, package.json package-lock.json) .npmrc
	$(INSTALL) clients
$(VENV)/%.lock: requirements/%.lock $(VENV)/bin/python
	$(INSTALL) $*
# A Python that has gone is noticed; the rule above makes the environment anew.
$(VENV)/bin/python: ;
