# `make help` lists the commands. Python >= 3.10, Node >= 20 and make are all that a machine needs:
# everything else goes into .venv, .venvs and node_modules here. What was made leaves a stamp in
# .build, so that nothing is installed or built twice.

PYTHON ?= python3
VENV := .venv
BUILD := .build
export PATH := $(CURDIR)/$(VENV)/bin:$(PATH)
# Only if the machine has no browser and no package manager: keep Playwright's in the checkout.
export PLAYWRIGHT_BROWSERS_PATH := $(CURDIR)/$(BUILD)/browsers
export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

FRONT_END := $(shell find src style schema -type f ! -name '*.spec.ts*') tsconfig.json scripts/core-package.mjs

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test test-quick test-long lint bench pictures dev dist clean distclean ready ready-to-test

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: ready ## start the local engine, run the tour, open JupyterLab
	@$(VENV)/bin/python demo/run.py

test: ready-to-test ## everything: lint, types, pytest, jest, browser tests
	@$(VENV)/bin/python scripts/run_tests.py full

test-quick: ready ## lint, types, fast tests: for every commit (under 3 minutes)
	@$(VENV)/bin/python scripts/run_tests.py quick

test-long: ready-to-test ## whole matrices, many rounds, old and Studio's versions
	@$(VENV)/bin/python scripts/run_tests.py long

lint: ready ## ruff, mypy, tsc, ESLint, Prettier, Stylelint
	@$(VENV)/bin/python scripts/run_tests.py lint

bench: ready-to-test ## measure engine, cells and front end beside moto, plain boto3, @remote and the disk
	@$(VENV)/bin/python -m bench

pictures: ready-to-test ## make the pictures of docs/ anew, in a browser, from real jobs
	@OFFLOAD_CHROMIUM="$$(cat $(BUILD)/browser)" node_modules/.bin/playwright test -c ui-tests/playwright.pictures.config.ts

dev: ready ## rebuild the front end whenever a source changes (reload the page to see it)
	@rm -f $(BUILD)/front-end
	@jlpm watch

dist: ready ## build the wheel, front end included, into dist/
	@$(VENV)/bin/python -m build --wheel --no-isolation --outdir dist

clean: ## remove what was built; environments stay
	rm -rf $(BUILD)/front-end $(BUILD)/installed $(BUILD)/reports $(BUILD)/core.package.json lib dist coverage tsconfig.tsbuildinfo
	rm -rf jupyterlab_offload/labextension ui-tests/test-results* .eslintcache .stylelintcache
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis

distclean: clean ## remove the environments too
	rm -rf $(BUILD) $(VENV) .venvs node_modules ui-tests/node_modules .yarn

# ---- what has to be there first -------------------------------------------------------------------

# pip and jlpm spend most of their time on different things: let them run side by side.
ready:
	@$(MAKE) -s -j2 $(BUILD)/installed

ready-to-test: ready
	@$(MAKE) -s -j2 $(BUILD)/browser $(BUILD)/clients

$(BUILD)/jlpm: requirements-dev.txt
	@mkdir -p $(BUILD)
	@sh scripts/new_venv.sh $(PYTHON) $(VENV)
	@$(VENV)/bin/pip install -q "$$(grep '^jupyter-builder==' requirements-dev.txt)"
	@touch $@

$(BUILD)/python: requirements-dev.txt $(BUILD)/jlpm
	@echo "Installing the Python packages"
	@$(VENV)/bin/pip install -q -r requirements-dev.txt
	@touch $@

$(BUILD)/node: package.json ui-tests/package.json yarn.lock .yarnrc.yml $(BUILD)/jlpm
	@echo "Installing the npm packages"
	@jlpm install --immutable > $(BUILD)/jlpm.log 2>&1 || { cat $(BUILD)/jlpm.log; exit 1; }
	@touch $@

$(BUILD)/front-end: $(FRONT_END) $(BUILD)/node
	@echo "Building the front end"
	@jlpm build:prod > $(BUILD)/front-end.log 2>&1 || { cat $(BUILD)/front-end.log; exit 1; }
	@touch $@

# An editable install copies the built front end. The link in its place makes each rebuild live.
EXTENSION := $(VENV)/share/jupyter/labextensions/jupyterlab-offload
$(BUILD)/installed: pyproject.toml install.json package.json $(BUILD)/python | $(BUILD)/front-end
	@rm -rf $(EXTENSION)
	@$(VENV)/bin/pip install -q --no-build-isolation --no-deps -e .
	@rm -rf $(EXTENSION)
	@ln -s $(CURDIR)/jupyterlab_offload/labextension $(EXTENSION)
	@touch $@

$(BUILD)/browser: scripts/browser.py $(BUILD)/node
	@$(VENV)/bin/python scripts/browser.py > $@

$(BUILD)/clients: scripts/client_venvs.py $(wildcard scripts/clients/*.txt) $(BUILD)/python
	@echo "Making the environments of the other AWS clients"
	@$(VENV)/bin/python scripts/client_venvs.py --all > $@
