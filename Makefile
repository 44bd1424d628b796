# Every target sets itself up: a virtual environment in .venv, with pip; nothing else is assumed.
PYTHON ?= python3
SHARED ?= ../shared
PYTEST_ARGS ?=
SECONDS ?= 60
EXAMPLES ?= 20000

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
LEAD := examples/lead

# Editing a compiled module compiles it anew; the list is setup.py's own.
COMPILED := $(shell find $$(grep '^[a-z]' compiled_modules.txt) -name '*.py' 2>/dev/null)

.PHONY: demo test check mypy pyright bench accuracy reports memory corpus fuzz nightly format clean

# The main job on the example that we ship. Its script calls a tool that does not exist, after
# one that deletes: it must be refused (exit status 1) before anything is deleted.
demo: .venv/.installed
	@$(BIN)/foretell plan $(LEAD)/script.py --tools $(LEAD)/tools.json --policy $(LEAD)/policy.toml \
		|| test $$? -eq 1
	@status=0; $(BIN)/foretell run $(LEAD)/script.py --tools $(LEAD)/tools.json \
		--policy $(LEAD)/policy.toml --host $(LEAD)/host.py || status=$$?; \
	if test $$status -ne 1; then echo "expected exit status 1 (refused), got $$status"; exit 1; fi; \
	echo "Refused before its first line ran, as it should be (exit status 1)."

test: .venv/.tests
	$(BIN)/python -m pytest $(PYTEST_ARGS)

# Coverage is taken in the pure form: compiled code cannot be traced.
check: .venv/.checks
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/lint-imports
	$(MAKE) --no-print-directory --jobs=2 mypy pyright
	FORETELL_PURE=1 $(BIN)/python -m pytest --cov --cov-report=term $(PYTEST_ARGS)

mypy pyright: .venv/.checks
	$(BIN)/$@

# Peers are measured where they are installed: .venv/bin/pip install 'foretell[bench]'
bench: .venv/.installed
	$(BIN)/python -m bench

# Peers are judged where they are installed: .venv/bin/pip install 'foretell[accuracy]'
accuracy: .venv/.installed
	@if test -d $(SHARED)/corpus; then \
		$(BIN)/python -m accuracy $(SHARED)/corpus; \
	else \
		echo "No corpus at $(SHARED)/corpus: nothing to judge."; \
	fi

reports: bench accuracy memory

# What runs take of the host's memory, in both forms; takes some minutes.
memory: .venv/.installed
	$(BIN)/python -m bench.memory

corpus: .venv/.tests
	@if test -d $(SHARED)/corpus; then \
		FORETELL_CORPUS=$(SHARED)/corpus $(BIN)/python -m pytest tests/corpus $(PYTEST_ARGS); \
	else \
		echo "No corpus at $(SHARED)/corpus: its tests are left out."; \
	fi

# Nothing but the fuzzer needs atheris; where it cannot be installed, chance takes all of the time.
fuzz: .venv/.tests
	@$(PIP) install 'foretell[fuzz]' 2>/dev/null || echo "atheris cannot be installed here."
	$(BIN)/python -m tests.fuzz --seconds $(SECONDS)

# Every property, on as many generated examples as are asked for, by another seed each time; some hours.
nightly: .venv/.tests
	HYPOTHESIS_PROFILE=deep EXAMPLES=$(EXAMPLES) $(BIN)/python -m pytest -m hypothesis -n auto $(PYTEST_ARGS)

format: .venv/.checks
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

clean:
	rm -rf .venv build dist htmlcov .coverage .coverage.* .hypothesis .pytest_cache .mypy_cache .ruff_cache \
		.import_linter_cache
	find src analyzer tests bench accuracy -name '__pycache__' -type d -prune -exec rm -rf {} +
	find src analyzer \( -name '*.so' -o -name '*.egg-info' \) -prune -exec rm -rf {} +

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/.installed: .venv/bin/python pyproject.toml setup.py compiled_modules.txt $(COMPILED)
	$(PIP) install --editable .
	@touch $@

# Once the package is installed, pip adds only what its extras name.
.venv/.tests: .venv/.installed
	$(PIP) install 'foretell[test]'
	@touch $@

.venv/.checks: .venv/.tests
	$(PIP) install 'foretell[dev]'
	@touch $@
