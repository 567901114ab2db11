# SPDX-License-Identifier: Apache-2.0
# Sourced, after lib.sh: virtual environments with the real TensorBoard, safetensors and W&B client.

# python_venv FOLDER PACKAGE...: make it unless it is there with these packages; status 1 where PyPI can't be reached.
python_venv() {
    [ "$(cat "$1/complete" 2>/dev/null)" = "${*:2}" ] && return 0
    say "Installing ${2%%=*} into $1"
    rm -rf "$1"
    # Debian's Python, where a version manager put another one first: its venv is installed.
    local python=python3
    [ -x /usr/bin/python3 ] && python=/usr/bin/python3
    "$python" -m venv "$1" || return 1
    "$1/bin/pip" install --quiet --disable-pip-version-check --retries 2 --timeout 20 "${@:2}" >"$1/pip.log" 2>&1 || {
        say "What pip said is in $1/pip.log"
        return 1
    }
    echo "${@:2}" >"$1/complete"
}

tensorboard_venv() { # FOLDER
    python_venv "$1" tensorboard==2.21.0 'setuptools<81' pillow safetensors==0.8.0
}

browser_venv() { # FOLDER
    python_venv "$1" tensorboard==2.21.0 'setuptools<81' pillow selenium==4.51.0 pyte==0.8.2
}

wandb_venv() { # FOLDER
    python_venv "$1" wandb==0.31.0
}
