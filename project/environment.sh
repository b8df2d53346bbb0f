#!/bin/sh
# Makes .venv and installs what a lock names into it. `sh project/environment.sh run` is what serving needs;
# `sh project/environment.sh dev` adds the tests' and linters' packages. Does nothing when that is there already.
set -eu

want=$1
venv=.venv
python=$venv/bin/python

say() { printf '%s\n' "$*"; }
fail() { printf 'isnad: %s\n' "$*" >&2; exit 1; }

# A copy of each lock that is installed lies in the environment; comparing contents survives clones and clocks.
installed() { [ -x "$python" ] && cmp -s "requirements$1.lock" "$venv/installed$1.lock"; }

if installed -dev && installed ''; then exit 0; fi
if [ "$want" = run ] && installed ''; then exit 0; fi

find_python() {
    best='' best_version=0 incomplete=''
    for candidate in ${PYTHON:-python3 python3.13 python3.12 python3.11}; do
        version=$("$candidate" -c 'import sys; print("%d%02d" % sys.version_info[:2])' 2>/dev/null) || continue
        [ "$version" -ge 311 ] && [ "$version" -gt "$best_version" ] || continue
        if "$candidate" -c 'import ensurepip, venv' 2>/dev/null; then
            best=$candidate best_version=$version
        else
            incomplete=$candidate
        fi
    done
    if [ -z "$best" ] && [ -n "$incomplete" ]; then
        fail "$incomplete cannot make virtual environments: install its venv package" \
            "(Debian, Ubuntu: apt-get install python3-venv), then run this again."
    fi
    [ -n "$best" ] || fail "no Python 3.11 or newer was found: install one" \
        "(Debian, Ubuntu: apt-get install python3 python3-venv), or name it with PYTHON=/path/to/python3."
}

make_environment() {
    "$python" -m pip --version >/dev/null 2>&1 && return
    find_python
    say "Making $venv with $("$best" --version)"
    rm -rf "$venv"
    "$best" -m venv "$venv" || fail "$best could not make $venv; the lines above say why."
}

# uv trusts its own list of authorities unless told to use the machine's; pip uses the machine's where it can.
trust() {
    [ -z "${SSL_CERT_FILE:-}${SSL_CERT_DIR:-}" ] || return 0
    for bundle in /etc/ssl/certs/ca-certificates.crt /etc/pki/tls/certs/ca-bundle.crt /etc/ssl/cert.pem; do
        if [ -r "$bundle" ]; then
            say --system-certs
            return
        fi
    done
}

install_lock() {
    lock=$1
    if ! cmp -s requirements-uv.txt "$venv/installed-uv.txt"; then
        say "Installing uv"
        "$python" -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-uv.txt ||
            fail "pip could not install uv; the lines above say why."
        cp requirements-uv.txt "$venv/installed-uv.txt"
    fi
    say "Installing the packages of $lock"
    # shellcheck disable=SC2046 # an empty answer shall be no word at all
    if ! "$python" -m uv pip sync --quiet $(trust) --python "$python" --require-hashes "$lock"; then
        # uv does not read pip's configuration; on a machine that reaches packages only through that, pip can.
        say "uv could not; trying pip"
        "$python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock" ||
            fail "the packages of $lock could not be installed; the lines above say why."
    fi
}

make_environment
# Once the developer's packages are there, serving keeps them: their lock holds all of the other one.
if [ "$want" = dev ] || [ -e "$venv/installed-dev.lock" ]; then
    rm -f "$venv/installed.lock" "$venv/installed-dev.lock"
    install_lock requirements-dev.lock
    cp requirements-dev.lock "$venv/installed-dev.lock"
else
    rm -f "$venv/installed.lock"
    install_lock requirements.lock
fi
cp requirements.lock "$venv/installed.lock"
