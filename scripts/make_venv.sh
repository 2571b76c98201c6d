#!/bin/sh
# Makes the environment in $1 with the newest Python from 3.14 down to 3.11; says in one line what is missing.
set -u
venv=$1
[ -x "$venv/bin/python" ] && exit 0

for name in python3.14 python3.13 python3.12 python3.11 python3 python; do
    if command -v "$name" >/dev/null 2>&1 &&
        "$name" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' 2>/dev/null; then
        python=$name
        break
    fi
done
if [ -z "${python:-}" ]; then
    echo "onrecord: no Python 3.11 to 3.14 found; install one (Debian: apt install python3, macOS: brew install python)" >&2
    exit 1
fi
for module in venv ensurepip; do
    if ! "$python" -c "import $module" 2>/dev/null; then
        echo "onrecord: $python has no module $module; install it (Debian: apt install python3-venv)" >&2
        exit 1
    fi
done
"$python" -m venv "$venv" || { echo "onrecord: $python could not make an environment in $venv" >&2; rm -rf "$venv"; exit 1; }
