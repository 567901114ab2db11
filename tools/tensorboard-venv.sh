# SPDX-License-Identifier: Apache-2.0
# Sourced, behind lib.sh: a virtual environment with the real TensorBoard, and the real safetensors.

# tensorboard_venv FOLDER: make it where it is not there yet; status 1 where PyPI can't be reached.
tensorboard_venv() {
    [ -x "$1/bin/tensorboard" ] && [ -f "$1/complete-2" ] && return 0
    say "Installing TensorBoard into $1"
    rm -rf "$1"
    # Debian's Python, where a version manager put another one first: its venv is installed.
    local python=python3
    [ -x /usr/bin/python3 ] && python=/usr/bin/python3
    "$python" -m venv "$1" &&
        "$1/bin/pip" install --quiet --disable-pip-version-check --retries 2 --timeout 20 \
            tensorboard==2.21.0 'setuptools<81' pillow safetensors==0.8.0 >&2 &&
        touch "$1/complete-2" # another number for another list
}
