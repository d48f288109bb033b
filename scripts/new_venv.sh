#!/bin/sh
# Make a virtual environment if it is not there: new_venv.sh PYTHON FOLDER
# Refuses, in one sentence, a machine that lacks what the README asks for.
set -eu
python=$1
folder=$2

[ -x "$folder/bin/pip" ] && exit 0

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 10))' || {
  echo "Python 3.10 or newer is needed ($python is not); name one: make PYTHON=python3.11 ..." >&2
  exit 1
}
node -e 'process.exit(Number(process.versions.node.split(".")[0]) < 20 ? 1 : 0)' || {
  echo "Node 20 or newer is needed." >&2
  exit 1
}
echo "Making $folder"
# Debian keeps ensurepip in a package of its own.
if ! "$python" -c 'import ensurepip' 2>/dev/null && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  apt-get update -q >/dev/null && apt-get install -y -q python3-venv >/dev/null
fi
"$python" -m venv "$folder"
