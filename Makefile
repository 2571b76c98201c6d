# Plain POSIX make (GNU make 3.81 is enough). Two commands do all the set-up:
#   make demo    installs into .venv and prints the record of a sample report
#   make test    installs what tests need and runs them

VENV = .venv
BIN = $(VENV)/bin
DEMO = src/onrecord/samples/strait_collision.json

.PHONY: help demo test check lint types golden docs lock bench venv clean attribution-weights relation-weights relation-folds relation-base coreference-weights

help:
	@sed -n 's/^## //p' Makefile

## make demo    the record of a sample report (an invented one)
demo: $(VENV)/.installed
	@$(BIN)/onrecord read $(DEMO)

## make test    run the tests
test: $(VENV)/.tested
	@$(BIN)/python -m pytest

## make check   lint, types and tests: what CI runs
check: lint types test

lint: $(VENV)/.tested
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(VENV)/.tested
	$(BIN)/mypy

## make golden  rewrite the golden records (review them as a diff)
golden: $(VENV)/.tested
	$(BIN)/python tests/golden/rewrite.py

## make docs    rewrite docs/reference and the JSON Schema from the code
docs: $(VENV)/.tested
	$(BIN)/python docs/build_reference.py

## make bench   speed of the pipeline beside bare spaCy
bench: $(VENV)/.tested
	$(BIN)/python benchmarks/speed/pipeline.py

## make lock    renew requirements.lock and requirements-dev.lock (needs uv)
lock:
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  --only-binary :all: pyproject.toml -o requirements.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  --only-binary :all: -c requirements.lock --group dev pyproject.toml -o requirements-dev.lock

## make attribution-weights DATA=../shared/data/polnear OUT=FOLDER    train the tagger again (hours; resumes in OUT)
attribution-weights: $(VENV)/.installed
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --group train
	@mkdir -p $(OUT)
	@[ -e $(OUT)/windows.npz ] || PYTHONPATH=training:training/attribution $(BIN)/python training/attribution/prepare.py --data $(DATA) --out $(OUT)
	@[ -e $(OUT)/final.pt ] || PYTHONPATH=training:training/attribution $(BIN)/python training/attribution/train.py --out $(OUT)
	@PYTHONPATH=training:training/attribution $(BIN)/python training/attribution/export.py $(OUT)/final.pt --out src/onrecord/models/weights
	@PYTHONPATH=training:training/attribution $(BIN)/python training/attribution/thresholds.py --data $(DATA)

## make relation-weights DATA=../shared/data OUT=FOLDER    train the relation model again (an hour; resumes in OUT)
EVENTS = PYTHONPATH=training:training/events $(BIN)/python training/events
TUNE = --corpora own pairs predicates relations --start $(OUT)/base.pt --rate 0.6 --epochs 3
relation-weights: relation-base
	@[ -e $(OUT)/final.pt ] || $(EVENTS)/train.py --out $(OUT) --name final $(TUNE)
	@$(EVENTS)/export.py $(OUT)/final.pt --out src/onrecord/models/weights

## make relation-folds DATA=../shared/data OUT=FOLDER      the model's predictions in cross-validation
relation-folds: relation-base
	@for k in 0 1 2 3 4; do \
	  [ -e $(OUT)/fold$$k.pt ] || $(EVENTS)/train.py --out $(OUT) --name fold$$k --without-fold $$k $(TUNE) || exit 1; done
	@$(EVENTS)/folds.py --join $(OUT) > benchmarks/relations/folds.predictions.jsonl

relation-base: $(VENV)/.installed
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --group train
	@mkdir -p $(OUT)
	@[ -e $(OUT)/examples.pkl ] || $(EVENTS)/prepare.py --data $(DATA) --own training/data/events --out $(OUT)
	@[ -e $(OUT)/base.pt ] || $(EVENTS)/train.py --out $(OUT) --name base --corpora own pairs

## make coreference-weights DATA=../shared/data OUT=FOLDER    train the coreference model again (two minutes)
coreference-weights: $(VENV)/.installed
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --group train
	@mkdir -p $(OUT)
	@[ -e $(OUT)/pairs.npz ] || $(BIN)/python training/coreference/prepare.py --data $(DATA) --out $(OUT)
	@$(BIN)/python training/coreference/train.py --pairs $(OUT)/pairs.npz --weights src/onrecord/models/weights/coreference.npz \
	  --folds benchmarks/coreference/folds.predictions.jsonl
	@sha256sum src/onrecord/models/weights/coreference.npz

# The newest Python from 3.14 down to 3.11 makes the environment; one line says what is missing.
venv:
	@[ -x $(BIN)/python ] && exit 0; \
	for name in python3.14 python3.13 python3.12 python3.11 python3 python; do \
	  if command -v $$name >/dev/null 2>&1 && \
	    $$name -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' 2>/dev/null; then \
	    python=$$name; break; \
	  fi; \
	done; \
	if [ -z "$$python" ]; then \
	  echo "onrecord: no Python 3.11 to 3.14 found; install one (Debian: apt install python3)" >&2; exit 1; \
	fi; \
	for module in venv ensurepip; do \
	  $$python -c "import $$module" 2>/dev/null || { \
	    echo "onrecord: $$python has no $$module; install it (Debian: apt install python3-venv)" >&2; exit 1; }; \
	done; \
	$$python -m venv $(VENV) || { rm -rf $(VENV); echo "onrecord: $$python cannot make $(VENV)" >&2; exit 1; }

clean:
	rm -rf $(VENV) dist build .pytest_cache .mypy_cache .ruff_cache

$(VENV)/.installed: requirements.lock pyproject.toml
	@$(MAKE) -s venv VENV=$(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --only-binary=:all: --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

$(VENV)/.tested: $(VENV)/.installed requirements-dev.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --only-binary=:all: --require-hashes -r requirements-dev.lock
	@touch $@
