#!/bin/sh
# deploy/temporal/schema.sh — makes Temporal's two databases, or brings them to the version of these tools. Safe to repeat:
# what exists is kept, and only newer steps are applied. Where the database is comes from SQL_PLUGIN, SQL_HOST and so on.
set -eu

for name in temporal visibility; do
  database=temporal
  [ "$name" = temporal ] || database=temporal_visibility
  temporal-sql-tool --db "$database" create
  temporal-sql-tool --db "$database" setup-schema -v 0.0
  temporal-sql-tool --db "$database" update-schema \
    -d "/etc/temporal/schema/postgresql/v12/$name/versioned"
done
