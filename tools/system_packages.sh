#!/bin/sh
# Brings the libraries and programs that pip cannot bring:  tools/system_packages.sh run|test|bench
#
# run   Pango, which draws the text of the PDF
# test  also Chromium, a Java compiler and JAXB (for the PDF validator), and, unpacked in build/packages alone, nginx and
#       a clock that can be wrong: as packages they would start a web server on this machine
# bench also wrk, which asks for pages
#
# Installs what is missing through apt where it may (root, or sudo without a password).
# Elsewhere it says in one line what to type and goes on: what needs the package then says so itself.
set -u
purpose=${1:?"say run, test or bench"}
cd "$(dirname "$0")/.." || exit 1

has_package() { dpkg-query -W -f='${Status}' "$1" 2>/dev/null | grep -q 'install ok installed'; }
has_program() { command -v "$1" >/dev/null 2>&1; }

missing=
need() { missing="$missing $1"; }

if ! has_program apt-get; then
    if ! .venv/bin/python -c 'import weasyprint' >/dev/null 2>&1; then
        echo "To make PDF files, install Pango (macOS: brew install pango; Fedora: sudo dnf install pango)."
    fi
    if [ "$purpose" = test ] && ! has_program javac; then
        echo "To check PDF and HTML in the tests, install Chromium, a Java development kit and JAXB."
    fi
    exit 0
fi

for package in libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0; do
    has_package "$package" || need "$package"
done

from_playwright=no
if [ "$purpose" = test ]; then
    has_program javac || need default-jdk-headless
    has_package libjaxb-java || need libjaxb-java
    if [ -z "${INBEELD_CHROMIUM:-}" ] && ! has_program chromium && ! has_program google-chrome; then
        # On Ubuntu the package only points to a snap, which does not run everywhere.
        if grep -q '^ID=ubuntu' /etc/os-release; then from_playwright=yes; else need chromium; fi
    fi
    # The same browser without windows, for tests that only look at pages: they take less time.
    if [ -z "${INBEELD_CHROMIUM:-}" ] && grep -q '^ID=debian' /etc/os-release; then
        has_program chromium-headless-shell || need chromium-headless-shell
    fi
fi

if [ "$purpose" = bench ]; then
    has_program wrk || need wrk
fi

may_install=no
as_root=
if [ "$(id -u)" = 0 ]; then
    may_install=yes
elif has_program sudo && sudo -n true 2>/dev/null; then
    may_install=yes
    as_root="sudo"
fi

if [ -n "$missing" ]; then
    command="apt-get install --yes --no-install-recommends$missing"
    if [ "$may_install" = yes ]; then
        echo "Installing$missing"
        $as_root apt-get update -qq &&
            $as_root env DEBIAN_FRONTEND=noninteractive $command -qq >/dev/null ||
            echo "That did not work. Please type: sudo $command"
    else
        echo "Please type: sudo $command"
    fi
fi

unpack() { # unpack PACKAGE: into build/packages, as the user who types this
    (cd build/packages && apt-get download -qq "$1" && dpkg-deb --extract "$1"_*.deb . && rm -f "$1"_*.deb) >/dev/null 2>&1
}
if [ "$purpose" = test ] && [ ! -e build/packages/stamp ]; then
    mkdir -p build/packages
    [ "$may_install" = yes ] && [ -z "$missing" ] && $as_root apt-get update -qq
    if unpack nginx && unpack libfaketime; then
        touch build/packages/stamp
    else
        echo "The proxy of the tests could not be unpacked; what needs it says so. Please type: sudo apt-get update"
    fi
fi

if [ "$from_playwright" = yes ] && ! ls "$HOME"/.cache/ms-playwright/chromium-* >/dev/null 2>&1; then
    if [ "$may_install" = yes ]; then
        .venv/bin/playwright install --with-deps chromium
    else
        .venv/bin/playwright install chromium && echo "If Chromium does not start, type: sudo .venv/bin/playwright install-deps chromium"
    fi
fi
exit 0
