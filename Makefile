# Needs make, a POSIX shell and Python 3.11 or newer; everything else is installed into .venv.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test core check format lock bench

PYTHON ?= python3
REGISTER ?= registers/kazakhstan-china
SIZE ?= full
BIN := .venv/bin
DATABASE := var/aiqyn.sqlite3
LOADED := var/.loaded

help: ## List what make can do
	@sed -n 's/^\([a-z][a-z-]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | while IFS='|' read -r target line; do \
		printf '%-14s %s\n' "$$target" "$$line"; done

run: .venv/.base $(LOADED) ## Load the register and serve the site on this machine
	@$(BIN)/aiqyn serve

test: .venv/.dev ## Run the tests; what this machine lacks is skipped and named
	@$(BIN)/pytest -q -n auto

core: .venv/core/.$(notdir $(PYTHON)) ## Run the core's tests alone, on another Python: make core PYTHON=python3.13
	@.venv/core/bin/pytest -q -n auto tests/aiqyn

check: .venv/.dev ## Everything a change must pass: format, lint, types, layers, tests
	@echo 'Format' && $(BIN)/ruff format --check --quiet . || { \
		echo 'These files are not formatted; run: make format'; $(BIN)/ruff format --check .; exit 1; }
	@echo 'Lint' && $(BIN)/ruff check --quiet .
	@echo 'Types' && $(BIN)/mypy --strict --no-error-summary
	@echo 'Layers' && $(BIN)/lint-imports --no-logo --no-cache > .venv/layers.log 2>&1 || { cat .venv/layers.log; exit 1; }
	@echo 'Tests' && $(BIN)/pytest -q -n auto
	@if [ -n "$$DATABASE_URL_TEST" ]; then echo 'Tests of what writes SQL, on PostgreSQL' && \
		DATABASE_URL=$$DATABASE_URL_TEST $(BIN)/pytest -q -n auto -m sql tests/aiqyn_site; fi

format: .venv/.dev ## Format the code and mend what lint can mend
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

bench: .venv/.bench ## Measure the site beside the programs it is compared with (SIZE=small: a tenth)
	@.venv/bench/bin/python -m benchmarks --size $(SIZE)

lock: .venv/.uv ## Pin all requirements anew, with hashes, from requirements/*.in
	@for set in base dev bench; do \
		echo "Locking requirements/$$set.txt"; \
		if [ $$set = base ]; then same=''; else same='-c requirements/base.txt'; fi; \
		.venv/uv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes $$same \
			--no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock' $(LOCK_FLAGS) \
			requirements/$$set.in -o requirements/$$set.txt || exit 1; \
	done

# --- The database: loaded again when a file of the register or of the vocabulary has changed ---------------------

INPUTS := $(shell find $(REGISTER) src/aiqyn/vocabulary src/aiqyn_site -type f \
	\( -path '$(REGISTER)/*' -o -path '*/vocabulary/data/*' -o -path '*/migrations/*.py' \) 2>/dev/null)

ifeq ($(wildcard $(DATABASE)),)
.PHONY: $(LOADED)
endif
$(LOADED): .venv/.base $(INPUTS)
	@mkdir -p -m 700 var
	@$(BIN)/aiqyn load $(REGISTER)
	@touch $@

# --- Installing: a stamp per set of requirements, so that a second call has nothing to do --------------------------

# $(call install,the python of the environment,arguments of pip install): one dot per package; the log if it fails.
# An environment made without pip is filled by the pip of the Python that made it.
define install
	@if $(1) -c 'import pip' 2>/dev/null; then pip='$(1) -m pip'; else pip='$(PYTHON) -m pip --python $(1)'; fi; \
	log=.venv/install.log; \
	{ $$pip install --no-input --disable-pip-version-check $(2) && echo 'All is installed.'; } 2>&1 | tee $$log \
		| while IFS= read -r line; do case "$$line" in Collecting*) printf '.';; esac; done; \
	echo; \
	grep -q '^All is installed\.$$' $$log || { tail -n 25 $$log | cut -c 1-300; echo 'Installing failed; the whole log: '$$log; exit 1; }
endef

.venv/.base: .venv/bin/python requirements/base.txt pyproject.toml
	@printf 'Installing what the site needs into .venv (about half a minute) '
	$(call install,$(BIN)/python,--require-hashes -r requirements/base.txt)
	$(call install,$(BIN)/python,--quiet --no-deps --no-build-isolation -e .)
	@touch $@

.venv/.dev: .venv/bin/python requirements/dev.txt pyproject.toml
	@printf 'Installing what the checks need into .venv (about a minute) '
	$(call install,$(BIN)/python,--require-hashes -r requirements/dev.txt)
	$(call install,$(BIN)/python,--quiet --no-deps --no-build-isolation -e .)
	@touch .venv/.base $@

# The core stands on another Python, with the same pinned requirements; a new PYTHON makes it anew.
.venv/core/.$(notdir $(PYTHON)): requirements/dev.txt pyproject.toml
	@printf 'Installing what the core is tested with into .venv/core (about half a minute) '
	@rm -rf .venv/core && $(PYTHON) -m venv .venv/core
	$(call install,.venv/core/bin/python,--require-hashes -r requirements/dev.txt)
	$(call install,.venv/core/bin/python,--quiet --no-deps --no-build-isolation -e .)
	@touch $@

# The programs compared with live apart: their requirements are nobody else's.
.venv/.bench: .venv/.base requirements/bench.txt
	@printf 'Installing what the benchmark needs into .venv/bench (about a minute) '
	@$(PYTHON) -m venv .venv/bench
	$(call install,.venv/bench/bin/python,--require-hashes -r requirements/bench.txt)
	$(call install,.venv/bench/bin/python,--quiet --no-deps --no-build-isolation -e .)
	@touch $@

.venv/.uv: .venv/bin/python
	@printf 'Installing uv, which writes the locks, into .venv/uv '
	@$(PYTHON) -m venv .venv/uv
	$(call install,.venv/uv/bin/python,uv)
	@touch $@

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo 'Aiqyn needs Python 3.11 or newer; name one like this: make PYTHON=python3.12 ...'; exit 1; }
	@rm -f .venv/.base .venv/.dev .venv/.bench .venv/.uv
	@if $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null; then $(PYTHON) -m venv .venv; \
	elif $(PYTHON) -c 'import pip, venv' 2>/dev/null; then $(PYTHON) -m venv --without-pip .venv; \
	else echo 'This Python cannot make an environment. On Debian or Ubuntu: apt-get install python3-venv'; exit 1; fi
