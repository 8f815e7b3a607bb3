# Every target makes its own preparations; the second time they take a moment.
PYTHON := .venv/bin/python

.PHONY: help setup demo run test soak bench-delivery bench-wayland check clean
.DEFAULT_GOAL := help

help:
	@echo "make demo   dictate into a window of a private desktop, with a synthetic voice, and take a picture of it"
	@echo "make test   all tests"
	@echo "make soak   the tests that take many minutes: 200 kills, half an hour of speech"
	@echo "make bench-delivery  text into real programs: exact, soon, the clipboard kept (about 30 minutes)"
	@echo "make bench-wayland  text into windows of a real compositor, fifty times each (about 6 minutes)"
	@echo "make check  style, types, import direction"
	@echo "make run    start the application"
	@echo "make clean  remove what the other targets made, .venv included"

setup:
	@packaging/linux/setup.sh

demo: setup
	@$(PYTHON) -m tests.demo

run:
	@packaging/linux/setup.sh run
	@.venv/bin/srota-dictate

# Nothing may be downloaded while testing, and a model takes one thread. A file stays on one worker: its tests share a
# desktop or a loaded model. What is spoken into the real application has the machine for itself: where the sound server
# has to wait, words have gaps.
TEST := HF_HUB_OFFLINE=1 OMP_NUM_THREADS=1 $(PYTHON) -m pytest
test: setup
	@$(TEST) -n 2 --dist loadfile --ignore tests/e2e
	@$(TEST) tests/e2e

soak: setup
	@HF_HUB_OFFLINE=1 $(PYTHON) -m pytest -m soak -s

bench-delivery:
	@packaging/linux/setup.sh delivery
	@$(PYTHON) -m tests.bench_delivery --markdown docs/benchmarks/delivery.md --json docs/benchmarks/delivery.json

bench-wayland: setup
	@$(PYTHON) -m tests.bench_wayland --markdown docs/benchmarks/wayland.md

check: setup
	@.venv/bin/ruff check
	@.venv/bin/ruff format --check
	@.venv/bin/pyright
	@.venv/bin/lint-imports

clean:
	rm -rf .venv build dist .pytest_cache .ruff_cache .hypothesis .import_linter_cache demo-work
