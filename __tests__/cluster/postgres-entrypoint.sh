#!/usr/bin/env bash
# Stands in for the entrypoint of the official postgres image: on an empty volume it makes the cluster, with a password
# for connections from elsewhere, and the database, on a server that takes no connections from elsewhere yet.
set -euo pipefail

if [ "$1" = postgres ] && [ ! -s "$PGDATA/PG_VERSION" ]; then
  : "${POSTGRES_PASSWORD:?Error: Database is uninitialized and superuser password is not specified.}"
  user=${POSTGRES_USER:-postgres}
  database=${POSTGRES_DB:-$user}
  mkdir -p "$PGDATA"
  chmod 700 "$PGDATA"
  initdb --username="$user" --pwfile=<(printf '%s\n' "$POSTGRES_PASSWORD")
  # As the image's own sample of the file has it.
  echo "listen_addresses = '*'" >>"$PGDATA/postgresql.conf"
  echo 'host all all all scram-sha-256' >>"$PGDATA/pg_hba.conf"
  pg_ctl -D "$PGDATA" -o "-c listen_addresses=''" -w start
  if [ "$database" != postgres ]; then
    psql -v ON_ERROR_STOP=1 -U "$user" -d postgres -v database="$database" <<<'CREATE DATABASE :"database";'
  fi
  pg_ctl -D "$PGDATA" -m fast -w stop
fi
exec "$@"
