# The service in an image: `docker build -t akoki .`, then
# `docker run -p 8080:8080 -v akoki:/data akoki` (embedded store in the volume), or with
# AKOKI_DATABASE_URL=postgres://… for a server.

FROM rust:1.95-slim-bookworm AS build
WORKDIR /src

# The dependencies in a layer of their own, made again only when a manifest or the lock changes: the manifests
# come first, with empty sources in the places they name.
COPY Cargo.toml Cargo.lock ./
COPY domain/Cargo.toml domain/
COPY openapi/Cargo.toml openapi/
COPY persistence/Cargo.toml persistence/
COPY migrations/Cargo.toml migrations/
COPY api/Cargo.toml api/
COPY tests/Cargo.toml tests/
RUN mkdir -p domain/src openapi/src persistence/src migrations/src api/src tests/harness tests/bench \
    && touch domain/src/lib.rs openapi/src/lib.rs persistence/src/lib.rs migrations/src/lib.rs api/src/lib.rs \
        tests/harness/lib.rs tests/all.rs \
    && echo 'fn main() {}' | tee api/src/main.rs > tests/bench/load.rs \
    && cargo build --profile dist --locked -p akoki-api --bin akoki

# Then ours. The files of a checkout are older than the empty ones just built: without the touch, cargo would take
# those for up to date.
COPY . .
RUN find domain openapi persistence migrations api -name '*.rs' -exec touch {} + \
    && cargo build --profile dist --locked -p akoki-api --bin akoki

FROM debian:bookworm-slim
# The certificates to trust when the service calls others (webhooks, login elsewhere).
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build /src/target/dist/akoki /usr/local/bin/akoki
COPY LICENSE /usr/share/doc/akoki/LICENSE
# A user by number, so that a cluster that demands a non-root user can see that it is one.
RUN useradd --system --uid 10001 --user-group --home-dir /data --no-create-home --shell /usr/sbin/nologin akoki \
    && install -d -o akoki -g akoki -m 0750 /data
USER 10001:10001
WORKDIR /data
ENV AKOKI_DATA_DIR=/data \
    AKOKI_LISTEN=0.0.0.0:8080
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 CMD ["akoki", "health"]
ENTRYPOINT ["akoki"]
CMD ["serve"]
