# The service in a container: not root, able to run on a read-only root file system, everything it keeps in /data.
# Tried for real by `scripts/test --container`.

# An image of the stage `toolchain` that is there already may be named instead, to build without its packages.
ARG TOOLCHAIN=toolchain

FROM debian:bookworm-slim AS toolchain
WORKDIR /src
COPY scripts/setup scripts/packages.txt scripts/
RUN scripts/setup build && rm -rf /var/lib/apt/lists/*

FROM ${TOOLCHAIN} AS build
COPY . .
RUN cmake --preset release -DKARVON_BUILD_TESTS=OFF \
 && cmake --build --preset release --target karvon \
 && install -D --strip build/release/karvon /out/usr/bin/karvon \
 && install -D -m 644 data/department.json /out/usr/share/karvon/department.json \
 && install -D deploy/healthcheck /out/usr/bin/karvon-healthcheck

FROM debian:bookworm-slim
COPY scripts/setup scripts/packages.txt /setup/
# The user's number is fixed, so that a volume's files keep their owner over upgrades of the image.
RUN /setup/setup image \
 && rm -rf /setup /var/lib/apt/lists/* \
 && useradd --uid 10001 --user-group --no-create-home --home-dir /data --shell /usr/sbin/nologin karvon \
 && install -d -m 700 -o karvon -g karvon /data
COPY --from=build /out/ /

ENV KARVON_DATA=/data \
    KARVON_LISTEN=0.0.0.0:8080 \
    KARVON_SEED=/usr/share/karvon/department.json
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 CMD ["/usr/bin/karvon-healthcheck"]
# SIGTERM drains; the environment also serves `docker exec ... karvon token create`.
STOPSIGNAL SIGTERM
ENTRYPOINT ["/usr/bin/karvon"]
CMD ["serve"]
