#!/usr/bin/env bash
# /opt/gas-secrets — writes SETTING=VALUE of every secret named in /etc/gas/secrets (a line each: SETTING NAME) for systemd.
set -euo pipefail
made=/run/gas-secrets/environment
: >"$made.new"
while read -r setting name; do
  value=$(aws secretsmanager get-secret-value --secret-id "$name" --query SecretString --output text)
  # In quotes, as systemd reads them.
  printf '%s="%s"\n' "$setting" "$(printf '%s' "$value" | sed 's/[\\"]/\\&/g')" >>"$made.new"
done </etc/gas/secrets
mv "$made.new" "$made"
