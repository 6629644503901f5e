# make demo and make test are all a newcomer needs; both install what is missing.
SHELL := /bin/bash
# For size, in C as in Swift: what is fast must be fast by what it does. What differs between the programs is the linker's
# (Package.swift).
RELEASE := swift build -c release --scratch-path .build-release --static-swift-stdlib -Xswiftc -Osize -Xcc -Os \
	-Xcc -fno-asynchronous-unwind-tables -Xcc -fno-unwind-tables

.PHONY: help images install-systemd places programs install build demo test versions prove sequences fuzz regress ssh-suites tools instructions microbench bench lint release check-release

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' Makefile | expand -t 24

install: ## what building and testing need
	@dev/install

build: install ## both programs, for development
	swift build

demo: build ## a PostgreSQL and a host, a sidecar before them, and what each of them shows
	@dev/demo

test: build ## the tests, against real servers that they start
	@dev/test

versions: build ## what real servers decide, on every PostgreSQL that is supported: 14 to 18
	@dev/versions

MINUTES := 10
SEED := 1
prove: build ## a long search for statements that tell twin databases apart: MINUTES=n SEED=s
	swift run prove --minutes $(MINUTES) --seed $(SEED)

COUNT := 200000
sequences: build ## random sequences of messages, and whom each answer is credited to: COUNT=n SEED=s
	swift run sequences --count $(COUNT) --seed $(SEED)

SECONDS := 60
fuzz: install ## coverage-guided fuzzing of every target: SECONDS=n for each
	@dev/fuzz $(SECONDS)

regress: build ## PostgreSQL's own regression suite, direct and through a lane that protects nothing
	@dev/regress

ssh-suites: build ## OpenSSH's regression suite and asyncssh's tests, direct and through an SSH lane that allows everything
	@dev/ssh-suites

tools: build ## data frames, Arrow, DuckDB and LangChain through a lane, and directly (dev/install tools, 1.2 GB)
	@dev/install tools
	@dev/tools

microbench: install
	$(RELEASE) --product microbench

instructions: microbench ## instructions of a statement, a record …, which must stay within dev/benchmarks/instructions.json
	@dev/install bench
	@python3 dev/benchmarks/instructions.py

ROUNDS := 5
bench: release microbench ## the sidecar beside HAProxy, PgBouncer and the bare server: ROUNDS=n; writes docs/benchmarks and the README's table
	@dev/install bench
	@python3 dev/benchmarks --rounds $(ROUNDS)

lint: install ## swift format and shellcheck, both strict, and docs/rooms.md against Package.swift
	swift format lint --strict --recursive Sources Tests Package.swift Fuzz/Package.swift Fuzz/Runner Fuzz/Targets
	dev/rooms --check
	shellcheck --external-sources --exclude=SC2016 dev/check-release dev/demo dev/fuzz dev/images dev/install dev/places dev/regress dev/sidecar-root dev/ssh-suites Tests/Lanes/SSH/Suites/ssh Tests/Lanes/SSH/Suites/sshd dev/stack dev/test dev/tools dev/versions .ci/run Tests/Places/compose.sh Tests/Places/database Tests/Places/exec.sh Tests/Places/fence.sh Tests/Places/namespace-boot Tests/Places/podman.sh Tests/Places/postgres-image Tests/Places/promises Tests/Places/systemd.sh Tests/Places/volume.sh systemd/agent-check systemd/agents-generator

PROGRAMS := dist
DESTDIR :=
install-systemd: ## programs and units onto this machine: PROGRAMS=folder of the programs (make release), DESTDIR=root
	install -D -m 0755 $(PROGRAMS)/chaperone $(DESTDIR)/usr/bin/chaperone
	install -D -m 0755 $(PROGRAMS)/chaperone-hub $(DESTDIR)/usr/bin/chaperone-hub
	install -d $(DESTDIR)/usr/lib/systemd/system $(DESTDIR)/usr/share/chaperone $(DESTDIR)/etc/chaperone
	install -m 0644 systemd/chaperone.socket systemd/chaperone.service systemd/chaperone-hub.service \
		systemd/chaperone-agent-check@.service systemd/chaperone-fence.service $(DESTDIR)/usr/lib/systemd/system
	install -D -m 0755 systemd/agent-check $(DESTDIR)/usr/lib/chaperone/agent-check
	install -D -m 0755 systemd/agents-generator $(DESTDIR)/usr/lib/systemd/system-generators/chaperone-agents
	install -m 0644 systemd/chaperone-agent.conf $(DESTDIR)/usr/share/chaperone

places: build ## the places that agents run in: Kubernetes, systemd, a pod, compose (dev/install places); says what it skips
	@dev/places

programs: install
	mkdir -p dist
	$(RELEASE) --product chaperone
	objcopy --only-keep-debug .build-release/release/chaperone dist/chaperone.debug
	objcopy --strip-all --add-gnu-debuglink=dist/chaperone.debug .build-release/release/chaperone dist/chaperone
	$(RELEASE) --product chaperone-hub
	cp .build-release/release/chaperone-hub dist/chaperone-hub
	dev/sbom dist/chaperone .build-release
	dev/sbom dist/chaperone-hub .build-release

images: ## chaperone, chaperone-hub and fence, by Docker or else by buildah
	@dev/images

release: programs ## the static sidecar and the hub in dist/
	@$(MAKE) --no-print-directory check-release

check-release: install ## what the sidecar's binary promises: static, stripped, small, content with an empty root
	@dev/check-release
