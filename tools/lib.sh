# SPDX-License-Identifier: Apache-2.0
# Shared by run and test: the Debian packages that the project needs, and how they get installed.
# Sourced, with the project's root as the current folder.

build_packages="gcc libc6-dev cmake ninja-build pkg-config libprotobuf-c-dev protobuf-c-compiler protobuf-compiler
  libpng-dev zlib1g-dev libisal-dev libdnnl-dev libcjson-dev libpcre2-dev libcairo2-dev fonts-dejavu-core"
test_packages="check g++ python3 python3-venv openmpi-bin libopenmpi-dev"
ci_packages="abigail-tools clang clang-format clang-tidy cppcheck doxygen dpkg-dev file gcovr libclang-rt-dev mandoc valgrind"

say() {
    printf '%s\n' "$*" >&2
}

# Those of the given packages that are not installed.
missing_packages() {
    for package; do
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q ' installed$' || printf '%s ' "$package"
    done
}

# Install what is missing of the given packages; on a system without apt, say so and continue: CMake will
# name what it does not find. What apt says goes into a log, which is shown if it fails.
install_packages() {
    if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
        say "No apt here: these packages, or their like, must be installed: $*"
        return 0
    fi
    local missing as_root=
    # shellcheck disable=SC2048 # the lists are meant to be split
    missing=$(missing_packages $*)
    [ -n "$missing" ] || return 0
    if [ "$(id -u)" != 0 ]; then
        command -v sudo >/dev/null || {
            say "As root, install: apt-get install $missing"
            return 1
        }
        as_root=sudo
    fi
    say "Installing $missing"
    # The lists may be old or missing. sudo drops the environment, hence env. No question can stop it.
    $as_root apt-get update </dev/null >packages.log 2>&1 || true
    # shellcheck disable=SC2086
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing \
        </dev/null >>packages.log 2>&1 || {
        cat packages.log >&2
        say "The packages could not be installed; the above is also in packages.log"
        return 1
    }
    rm -f packages.log
}

# What apt of this machine calls Debian's archive; nothing if that is not known.
debian_mirror() {
    apt-get indextargets --format '$(REPO_URI) $(ORIGIN) $(LABEL)' 'Created-By: Packages' 2>/dev/null |
        sed -n 's/ Debian Debian$//p' | head -1
}
