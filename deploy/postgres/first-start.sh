#!/bin/bash
# Run once by the PostgreSQL image, after roles.sql: passwords from the environment, and the database.
set -euo pipefail
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres <<'SQL'
\getenv app DATABASE_PASSWORD
\getenv owner DATABASE_OWNER_PASSWORD
\getenv sealer DATABASE_SEALER_PASSWORD
alter role marsoc_app password :'app';
alter role marsoc_owner password :'owner';
alter role marsoc_sealer password :'sealer';
create database marsoc owner marsoc_owner;
SQL
