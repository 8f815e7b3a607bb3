#!/usr/bin/env bash
# Make a checkout ready: system packages, .venv, Python packages. Safe to repeat, and quick when nothing changed.
#
#   setup.sh            everything the application, its tests and its demonstration need
#   setup.sh run        only what the application needs
#   setup.sh delivery   everything, and the programs into which the delivery of text is measured
#
# PYTHON=/path/to/python3.x picks the interpreter of a new .venv; SKIP_SYSTEM_PACKAGES=1 leaves the system alone.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

scope=${1:-all}
package_list=packaging/linux/apt-packages.txt
constraints=packaging/constraints.txt
venv_python=.venv/bin/python

say() { printf 'setup: %s\n' "$*"; }
die() {
    printf 'setup: %s\n' "$*" >&2
    exit 1
}

case $scope in
    all | run | delivery) ;;
    *) die "unknown scope \"$scope\": leave it out, or say run or delivery" ;;
esac

# --- system packages -------------------------------------------------------------------------------------------------

# The needs of one section, one a line, comments gone.
needs_of() {
    awk -v section="[$1]" '
        { sub(/#.*/, ""); gsub(/[ \t]+/, "") }
        /^\[/ { inside = ($0 == section); next }
        inside && NF
    ' "$package_list"
}

has_candidate() { LC_ALL=C apt-cache policy "$1" 2>/dev/null | grep -Eq '^ +Candidate: [^(]'; }

# Prints the needs, among those on stdin, that no installed package meets.
unmet() {
    local need name
    local -A installed=()
    while read -r name; do
        installed[$name]=1
    done < <(dpkg-query -W -f '${db:Status-Status} ${Package}\n' | sed -n 's/^installed //p')
    while read -r need; do
        for name in ${need//|/ }; do
            [[ -v installed[$name] ]] && continue 2
        done
        echo "$need"
    done
}

# Prints one package name for a need: the first that this distribution can install, else the first named.
choose() {
    local name
    for name in ${1//|/ }; do
        if has_candidate "$name"; then
            echo "$name"
            return
        fi
    done
    echo "${1%%|*}"
}

install_system_packages() {
    local -a needs as_root=() names=()
    local need section
    [[ ${SKIP_SYSTEM_PACKAGES:-} == 1 ]] && return
    if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
        die "this is not Debian or Ubuntu: install the counterparts of the packages in $package_list," \
            "then run this again with SKIP_SYSTEM_PACKAGES=1."
    fi
    mapfile -t needs < <(for section in "$@"; do needs_of "$section"; done | unmet)
    ((${#needs[@]})) || return 0
    if ((EUID != 0)); then
        if ! command -v sudo >/dev/null || ! sudo -n true 2>/dev/null; then
            for need in "${needs[@]}"; do names+=("$(choose "$need")"); done
            die "system packages are missing and only root can install them. Run this, then try again:" \
                "sudo apt-get install --no-install-recommends ${names[*]}"
        fi
        as_root=(sudo -n)
    fi
    say "installing system packages: ${needs[*]}"
    "${as_root[@]}" apt-get update -q >/dev/null || say "the package lists could not be refreshed; trying with the old ones"
    # Names are chosen only now: before the update a bare system knows no candidates at all.
    for need in "${needs[@]}"; do names+=("$(choose "$need")"); done
    # --no-remove: on a desktop with PipeWire the test's PulseAudio may want to push parts of it out. Never do that.
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -q -y --no-install-recommends --no-remove "${names[@]}" >/dev/null ||
        die "apt-get could not install everything (its own words are above). Packages wanted: ${names[*]}"
}

# --- Python ----------------------------------------------------------------------------------------------------------

suits() {
    "$1" -c 'import sys, ensurepip, venv; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null
}

find_python() {
    local candidate
    for candidate in ${PYTHON:-python3 python3.12 python3.11 python3.13}; do
        if suits "$candidate"; then
            echo "$candidate"
            return
        fi
    done
    return 1
}

make_venv() {
    local python
    # A .venv that was interrupted half-way, or whose interpreter is gone, is made anew.
    "$venv_python" -m pip --version >/dev/null 2>&1 && return
    if ! python=$(find_python); then
        [[ -n ${PYTHON:-} ]] && die "$PYTHON is no Python 3.11, 3.12 or 3.13 with the venv module."
        install_system_packages python
        python=$(find_python) ||
            die "no Python 3.11, 3.12 or 3.13 with the venv module was found. Install one (Debian 12: apt-get install" \
                "python3-venv; Ubuntu 22.04: apt-get install python3.11-venv), or name it: PYTHON=/path/to/python3 make setup"
    fi
    say "making .venv with $("$python" --version)"
    "$python" -m venv --clear .venv
}

# Changes whenever the installed packages may no longer fit: other requirements, another place, another interpreter.
fingerprint() {
    { cat pyproject.toml "$constraints" && pwd -P && "$venv_python" --version; } | sha256sum | cut -d ' ' -f 1
}

install_python_packages() {
    local stamp=.venv/.setup-$1 wanted
    local -a what loudness=()
    wanted=$(fingerprint)
    # Everything includes what running needs.
    [[ $(cat "$stamp" 2>/dev/null) == "$wanted" || $(cat .venv/.setup-all 2>/dev/null) == "$wanted" ]] && return
    case $1 in
        all) what=(-e '.[lab]' --group dev) ;;
        run) what=(-e '.[local]') ;;
    esac
    [[ -t 1 ]] || loudness=(-q)
    # Dependency groups need pip 25.1.
    "$venv_python" -c 'import pip, sys; sys.exit(tuple(map(int, pip.__version__.split(".")[:2])) < (25, 1))' ||
        "$venv_python" -m pip install -q --disable-pip-version-check --upgrade 'pip>=25.1' ||
        die "pip could not be brought up to date; see above. Is the network reachable?"
    say "installing Python packages (PyTorch is large; the first time takes a while)"
    "$venv_python" -m pip install "${loudness[@]}" --disable-pip-version-check -c "$constraints" "${what[@]}" ||
        die "the Python packages could not be installed; see above. Run the same command again to go on."
    echo "$wanted" >"$stamp"
}

case $scope in
    all) install_system_packages run test ;;
    run) install_system_packages run ;;
    delivery) install_system_packages run test delivery ;;
esac
make_venv
install_python_packages "${scope/delivery/all}"
