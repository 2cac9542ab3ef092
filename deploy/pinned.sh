#!/bin/sh
# deploy/pinned.sh — installs one package of requirements.txt, at its pinned version and hash, into a virtual environment:
#   deploy/pinned.sh FOLDER PACKAGE
set -eu
folder=$1
package=$2

[ -x "$folder/bin/python" ] || python3 -m venv --without-pip "$folder"
pinned=$(mktemp)
awk -v start="$package==" 'index($0, start) == 1 { on = 1 } on { print } on && !/\\$/ { exit }' requirements.txt > "$pinned"
if [ ! -s "$pinned" ]; then
  echo "requirements.txt does not pin $package." >&2
  exit 1
fi
python3 -m pip --python "$folder/bin/python" install --quiet --no-cache-dir --disable-pip-version-check \
  --no-deps --require-hashes --no-build-isolation -r "$pinned"
rm "$pinned"
