#!/bin/sh
# Makes sure that what Manim is built against (cairo, pango) and draws with (EGL, Mesa) is there.
# Packages that are named as arguments are wanted besides.
# Debian and Ubuntu: installs what is missing, as root or with sudo. Elsewhere, or without the right: one sentence.
set -u
PYTHON=${PYTHON:-python3}

say() { printf '%s\n' "$*" >&2; }

if ! "$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    say "Python 3.11 or newer is needed: install it, or name it, for example 'make clip PYTHON=python3.12'."
    exit 1
fi

library() { "$PYTHON" -c "import ctypes.util, sys; sys.exit(not ctypes.util.find_library('$1'))" 2>/dev/null; }
header() { "$PYTHON" -c "import os, sys, sysconfig; sys.exit(not os.path.exists(os.path.join(sysconfig.get_path('include'), 'Python.h')))"; }

if [ "$(uname)" = Darwin ]; then
    command -v pkg-config >/dev/null && pkg-config --exists cairo pangocairo && exit 0
    say "Cairo and Pango are missing: run 'brew install cairo pango pkg-config' and try again."
    exit 1
fi

missing=""
command -v cc >/dev/null || missing="$missing build-essential"
header || missing="$missing python3-dev"
"$PYTHON" -c 'import ensurepip, venv' 2>/dev/null || missing="$missing python3-venv"
command -v pkg-config >/dev/null || missing="$missing pkg-config"
pkg-config --exists cairo 2>/dev/null || missing="$missing libcairo2-dev"
pkg-config --exists pangocairo 2>/dev/null || missing="$missing libpango1.0-dev"
library EGL || missing="$missing libegl1"
library GL || missing="$missing libgl1"
[ -n "$(ls /usr/lib/*/dri/*.so /usr/lib/dri/*.so /usr/lib64/dri/*.so /usr/lib/*/libgallium*.so 2>/dev/null)" ] ||
    missing="$missing libgl1-mesa-dri"
for package in "$@"; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing="$missing $package"
done
[ -z "$missing" ] && exit 0

if ! command -v apt-get >/dev/null; then
    say "These are missing, by their Debian names:$missing. Install your system's packages for them and try again."
    exit 1
fi
install="apt-get update && apt-get install -y --no-install-recommends$missing"
if [ "$(id -u)" = 0 ]; then
    as_root="sh -c"
elif command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then
    as_root="sudo sh -c"
else
    say "Some system packages are missing: as root, run '$install' and try again."
    exit 1
fi
say "Installing system packages:$missing"
if ! DEBIAN_FRONTEND=noninteractive $as_root "$install" >/dev/null; then
    say "They could not be installed: as root, run '$install' and look at what it says."
    exit 1
fi
