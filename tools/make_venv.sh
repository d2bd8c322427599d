#!/bin/sh
# Makes .venv with the installer uv in it, from nothing but Python 3.11 or newer.
# A .venv that works is kept and only gets the uv of requirements/setup.txt.
set -eu
cd "$(dirname "$0")/.."

install_uv() {
    .venv/bin/python -m pip install --quiet --disable-pip-version-check \
        --require-hashes -r requirements/setup.txt
}

if [ -x .venv/bin/python ] && .venv/bin/python -m pip --version >/dev/null 2>&1; then
    install_uv
    exit 0
fi

python=
for candidate in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
    if command -v "$candidate" >/dev/null 2>&1 &&
        "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
        python=$candidate
        break
    fi
done
if [ -z "$python" ]; then
    echo "Inbeeld needs Python 3.11 or newer. Install it, or say where it is: make setup PYTHON=/path/to/python3" >&2
    exit 1
fi

make_venv() { "$python" -m venv --clear .venv >/dev/null 2>&1; }

if make_venv; then
    install_uv
    exit 0
fi

# Debian and Ubuntu ship the module venv apart from Python.
if command -v apt-get >/dev/null 2>&1; then
    as_root=
    [ "$(id -u)" = 0 ] || as_root="sudo -n"
    if [ -z "$as_root" ] || sudo -n true 2>/dev/null; then
        echo "Installing python3-venv"
        $as_root apt-get update -qq
        $as_root env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends -qq python3-venv >/dev/null
        if make_venv; then
            install_uv
            exit 0
        fi
    fi
fi

# Without that right, pip alone is enough: uv makes virtual environments itself.
if "$python" -m pip --version >/dev/null 2>&1; then
    "$python" -m pip install --quiet --disable-pip-version-check --require-hashes \
        --upgrade --target build/uv -r requirements/setup.txt
    build/uv/bin/uv venv --quiet --clear --seed --python "$python" .venv
    install_uv
    exit 0
fi
rm -rf .venv
echo "Python's module venv is missing. Please type: sudo apt-get install --yes python3-venv" >&2
exit 1
