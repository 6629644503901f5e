# Both programs and the fence, in images of their own:
#   docker build --target chaperone .       the sidecar: one static file in an empty image
#   docker build --target chaperone-hub .   the hub
#   docker build --target fence .           what makes a pod's fence
# `make images` builds them with Docker or, where there is none, with buildah.
ARG SWIFT_IMAGE=docker.io/library/swift:6.3-bookworm
ARG DEBIAN_IMAGE=docker.io/library/debian:bookworm-slim

FROM ${SWIFT_IMAGE} AS build
# hadolint ignore=DL3008
RUN apt-get update \
    && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
        build-essential libpg-query-dev libprotobuf-c-dev libre2-dev lld \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
ARG SOURCE_DATE_EPOCH=0
RUN make programs \
    && dev/sidecar-root dist /root-of-sidecar \
    && find /root-of-sidecar dist -exec touch -h -d "@${SOURCE_DATE_EPOCH}" {} +

FROM scratch AS chaperone
LABEL org.opencontainers.image.title="chaperone" \
      org.opencontainers.image.description="The enforcement point between an AI agent and the systems that hold PHI"
COPY --from=build /root-of-sidecar/ /
USER 65532:65532
VOLUME /var/lib/chaperone
ENTRYPOINT ["/chaperone"]
CMD ["run", "--help"]
HEALTHCHECK --interval=10s --timeout=5s --start-period=90s \
    CMD ["/chaperone", "healthcheck", "ready", "--state", "/var/lib/chaperone"]

# Makes the table of `chaperone fence`, and ends: root with NET_ADMIN alone, of one network namespace.
FROM ${DEBIAN_IMAGE} AS fence
LABEL org.opencontainers.image.title="chaperone-fence" \
      org.opencontainers.image.description="The table that leads a pod's connections to databases to its sidecar"
# hadolint ignore=DL3008
RUN apt-get update \
    && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends nftables \
    && rm -rf /var/lib/apt/lists/* /var/cache/* /var/log/*
COPY --from=build /src/dist/chaperone /usr/bin/chaperone
COPY --from=build /src/dist/chaperone.spdx.json /src/dist/chaperone.licenses.txt /usr/share/doc/chaperone/
ENTRYPOINT ["/usr/bin/chaperone"]
CMD ["fence", "--help"]

FROM ${DEBIAN_IMAGE} AS chaperone-hub
LABEL org.opencontainers.image.title="chaperone-hub" \
      org.opencontainers.image.description="Chaperone's central store of policy, credentials, approvals and audit"
# hadolint ignore=DL3008
RUN apt-get update \
    && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
        ca-certificates libre2-9 libsqlite3-0 libstdc++6 zlib1g \
    && rm -rf /var/lib/apt/lists/* /var/cache/* /var/log/*
COPY --from=build /src/dist/chaperone-hub /usr/bin/chaperone-hub
COPY --from=build /src/dist/chaperone-hub.spdx.json /src/dist/chaperone-hub.licenses.txt /usr/share/doc/chaperone-hub/
RUN install -d -o 65532 -g 65532 -m 0700 /var/lib/chaperone-hub && install -d -m 1777 /enrolment
USER 65532:65532
VOLUME /var/lib/chaperone-hub
EXPOSE 8443
ENTRYPOINT ["/usr/bin/chaperone-hub"]
CMD ["serve", "--state", "/var/lib/chaperone-hub", "--listen", "0.0.0.0:8443"]
