# Three commands do everything on a fresh clone: `make clip`, `make film` and `make test`.
# Running one of them again is instant where nothing changed, all but the tests.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
RUN    := assets/reference
LINES  := assets/linebreak
# Pinned where it is installed: a range would take the newest build with gigabytes of CUDA.
TORCH  ?= torch==2.13.0
# What tests/acceptance opens our files with, by its Debian names.
PROGRAMS := flite espeak-ng chromium libreoffice-impress poppler-utils
PIP    := $(BIN)/python -m pip install --quiet --disable-pip-version-check

# Otherwise each process that tests or films start compiles all modules again. What is kept lies beside them, ignored by git.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help clip film test docs faults machines acceptance check bench reference operations seeds linebreak clean

help:
	@echo "make clip        set up and render clock_scene; prints the path of the film"
	@echo "make film        set up, render every scene and join them in one film; prints its path"
	@echo "make test        set up (with PyTorch), check and test"
	@echo "make docs        draw every mobject and chapter moving, and build the pages of docs/ as a site; prints its path"
	@echo "make faults      try what should not work, all of it (an hour), and print a table"
	@echo "make machines    test what is computed with other CPUs' kernels and another number of threads"
	@echo "make acceptance  install the programs that open or voice our files, and try them (Debian, Ubuntu)"
	@echo "make check       ruff and mypy"
	@echo "make bench       measure speed beside what one would use instead"
	@echo "make reference   train the reference run again (about 23 minutes on one thread) and pack it"
	@echo "make operations  train the six operations again (half an hour on two cores) and keep their curves"
	@echo "make seeds       train eight other seeds again (ten minutes on two cores) and keep their neurons' spectra"
	@echo "make linebreak   train the networks that wrap lines again (half an hour) and pack the shipped one"
	@echo "make clean       remove what was built"

clip: $(VENV)/.render
	@$(BIN)/python cli.py render clock_scene -q h --fps 30

film: $(VENV)/.render
	@$(BIN)/python cli.py film -q h --fps 30 --yes

# A worker for each CPU; tests that share what they make stay together (tests/conftest.py).
test: check
	@$(BIN)/python -m pytest -n auto --dist loadgroup --no-loadscope-reorder

# Moving pictures first, as drafts: what was drawn before is not drawn again. Without them the site has the stills.
docs: $(VENV)/.render
	@$(PIP) --editable '.[docs]' >&2
	@$(BIN)/python cli.py catalog -o media/catalog --moving >&2 || echo "What could not be drawn stands still." >&2
	@NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --quiet --strict
	@echo build/docs/index.html

# Goes on where it was stopped; see tests/faults/ledger.py.
faults: $(VENV)/.develop
	@FAULTS=full $(BIN)/python -m pytest tests/faults tests/test_every_prime.py tests/test_layout.py

# Other kernels and numbers of threads round otherwise: what is computed must be right with all of them.
NUMERIC := data dynamics evidence exam fourier imports linebreak loss numbers operations reference report run seeds step \
	symmetry train transformer waves
KERNELS := 3/default/Nehalem 1/avx2/Haswell 3/avx512/SkylakeX
machines: $(VENV)/.develop
	@for kernel in $(KERNELS); do \
		set -- $$(echo $$kernel | tr / ' '); \
		[ $$2 != avx512 ] || grep -q avx512f /proc/cpuinfo || { echo "$$kernel: this CPU has no AVX-512"; continue; }; \
		echo "$$1 threads, PyTorch's kernels for $$2, NumPy's for $$3"; \
		OMP_NUM_THREADS=$$1 ATEN_CPU_CAPABILITY=$$2 OPENBLAS_CORETYPE=$$3 \
			$(BIN)/python -m pytest -n auto --dist loadgroup $(NUMERIC:%=tests/test_%.py) || exit; done

acceptance: $(VENV)/.develop
	@PYTHON="$(PYTHON)" sh .ci/system-packages.sh $(PROGRAMS)
	@$(PIP) --editable '.[acceptance]' >&2
	@ACCEPTANCE=1 $(BIN)/python -m pytest tests/acceptance

check: $(VENV)/.develop
	@$(BIN)/ruff format --check --quiet . && $(BIN)/ruff check --quiet . && $(BIN)/mypy

bench: $(VENV)/.develop
	@$(BIN)/python -m tests.bench

reference: $(VENV)/.develop
	$(BIN)/python cli.py train --threads 1 --out runs/reference
	rm -rf $(RUN)
	$(BIN)/python cli.py pack runs/reference --out $(RUN)

operations: $(VENV)/.develop
	$(BIN)/python cli.py sweep --fraction 0.5 --steps 3000 --device cpu --out runs/operations --histories assets/operations \
		--operation x+y --operation x-y --operation 'x*y' --operation x/y --operation x^2+y^2 --operation x^2+xy+y^2

# Short: three times the learning rate, and stopped soon after the exam is passed.
seeds: $(VENV)/.develop
	$(BIN)/python cli.py sweep --fraction 0.5 --steps 700 --learning-rate 0.003 --loss-precision float32 --device cpu \
		--out runs/seeds --spectra assets/seeds $(foreach seed,0 1 2 3 4 5 6 7,--seed $(seed))

# Seeds 0 to 2 were fixed beforehand, 3 and 4 trained afterwards to see how often it comes out; all are kept as reports,
# the first that passes is shipped beside the control.
TRAINED := runs/linebreak
linebreak: $(VENV)/.develop
	for seed in 0 1 2 3 4; do $(BIN)/python cli.py train-linebreak --resume --seed $$seed --out $(TRAINED)/seed_$$seed || exit; done
	$(BIN)/python cli.py train-linebreak --resume --noise 0 --out $(TRAINED)/quiet
	for seed in 0 1 2 3 4; do \
		$(BIN)/python cli.py report $(TRAINED)/seed_$$seed --control $(TRAINED)/quiet --json > $(TRAINED)/seed_$$seed.json || exit; done
	@grep -q '^  "passes": true' $(TRAINED)/seed_?.json || { echo "None of the seeds passes: see $(TRAINED)/seed_*.json." >&2; exit 1; }
	rm -rf $(LINES)
	first=$$(grep -l '^  "passes": true' $(TRAINED)/seed_?.json | head -n 1) && \
		$(BIN)/python cli.py pack "$${first%.json}" --out $(LINES)
	$(BIN)/python cli.py pack $(TRAINED)/quiet --out $(LINES)/quiet
	cp $(TRAINED)/seed_?.json $(LINES)
	$(BIN)/python -c 'import pathlib, transparent_box.model.hashes as h; [h.note(p, p) for p in pathlib.Path("$(LINES)").glob("seed_*.json")]'

clean:
	rm -rf $(VENV) build media *.egg-info

# What the wheels are built against and drawn with; installed only if missing.
$(VENV)/.system: .ci/system-packages.sh
	@PYTHON="$(PYTHON)" sh .ci/system-packages.sh
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.render: $(VENV)/.system pyproject.toml
	@echo "Installing the renderer's packages …" >&2
	@$(PIP) --editable . >&2
	@echo "Compiling the loops that draw surfaces …" >&2
	@$(BIN)/python -m transparent_box.scenes.raster.ahead_of_time || echo "They will be compiled when they are first needed." >&2
	@touch $@

$(VENV)/.develop: $(VENV)/.render
	@echo "Installing the trainer's and the tests' packages …" >&2
	@$(PIP) $(TORCH) >&2
	@$(PIP) --editable '.[train,slides,cluster,docs,test]' >&2
	@touch $@
