# One menu for people, hooks and CI: `make help`. Needs make, Python 3.11 or newer and a POSIX shell.

VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8501
ARGS ?=
WORKERS ?= 3
INSTALL := sh .ci/install $(VENV)
# Compiling is only a head start, and what else the doctor finds is no reason to stop: `vouch doctor` says it again.
COMPILE := { $(BIN)/vouch doctor --warm --json >/dev/null 2>&1 || true; }

.DEFAULT_GOAL := help
.PHONY: help run port demo test browser lint format bench docs texts clean

help: ## list these targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/\1|\2/' | awk -F'|' '{ printf "make %-8s %s\n", $$1, $$2 }'

run: port demo ## set everything up and serve the dashboard at http://localhost:8501 (PORT=8502 for another port)
	@echo "Vouch is served at http://localhost:$(PORT) (stop it with Ctrl+C)"
	@$(BIN)/python -m streamlit run app.py --server.port $(PORT) --server.headless true

# Installing and preparing take a while: a port in use is told before, not after.
port:
	@if [ -x $(BIN)/python ]; then $(BIN)/python .ci/port.py $(PORT); else python=$$(sh .ci/find-python) && $$python .ci/port.py $(PORT); fi

# The demo needs the compiled explainer only when its first model is trained: until then both are at work.
demo: $(VENV)/.installed ## prepare the demo use case, if it is not there yet
	@if [ ! -e $(VENV)/.compiled ]; then $(COMPILE) && touch $(VENV)/.compiled & fi; $(BIN)/vouch demo; code=$$?; wait; exit $$code

test: $(VENV)/.installed-dev $(VENV)/.compiled browser ## run every test (ARGS="tests/domain -k name" for some of them, WORKERS=0 for one process)
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(ARGS)

browser: $(VENV)/.installed-dev
	@$(BIN)/python tests/browser_setup.py

lint: $(VENV)/.installed-dev ## check style, types and who imports whom
	@$(BIN)/ruff check --quiet . && echo "ruff check: passed"
	@$(BIN)/ruff format --check --quiet . && echo "ruff format: passed"
	@$(BIN)/mypy
	@$(BIN)/mypy app.py pages/*.py
	@PYTHONPATH=. $(BIN)/lint-imports --no-logo

format: $(VENV)/.installed-dev ## put the code into the common format, and mend what can be mended by rule
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/ruff format .

bench: $(VENV)/.installed-dev $(VENV)/.compiled browser ## measure speed, memory and accuracy, and write benchmarks/RESULTS.md
	@$(BIN)/python -m benchmarks $(ARGS)

docs: $(VENV)/.installed-dev ## renew what is made from the code: the list of expectations and the tables of docs/use_case.md
	@PYTHONPATH=. $(BIN)/python docs/known_expectations.py
	@PYTHONPATH=. $(BIN)/python docs/key_tables.py

texts: $(VENV)/.installed-dev ## collect the texts of the screens for translators, and bring every language up to date
	@PYTHONPATH=. $(BIN)/python .ci/texts.py

clean: ## take away the virtual environment and caches (the data in .vouch stays)
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build *.egg-info test-results
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The stamps: packages are installed again only when one of these files changes.
$(VENV)/.created:
	@python=$$(sh .ci/find-python) && echo "Creating $(VENV) with $$python" && $$python -m venv $(VENV)
	@touch $@

$(VENV)/.installed: $(VENV)/.created requirements.txt constraints.txt pyproject.toml
	@echo "Installing the packages of requirements.txt"
	@$(INSTALL) -r requirements.txt -e .
	@touch $@

$(VENV)/.compiled: $(VENV)/.installed
	@echo "Compiling the explainer (once)"
	@$(COMPILE)
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.txt
	@echo "Installing the packages of requirements-dev.txt"
	@$(INSTALL) -r requirements-dev.txt
	@touch $@
