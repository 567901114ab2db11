#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Type every command of README.md and doc/*.md, one after the other, as a reader does who begins with a fresh clone.

    type_commands.py SOURCE [VENV]              in a copy of SOURCE with a small data set in place of MNIST. Nothing is
                                                fetched, and sudo installs into a temporary folder. VENV: a Python
                                                environment with tensorboard.
    type_commands.py --in ROOT FOLDER SHELL...  in FOLDER of the system in ROOT, by a shell that runs in that system
                                                (tools/test --fresh), with network and root. The first block of commands
                                                is typed with MNIST, the others with a small data set.

Commands are what stands in ```sh blocks. A command whose need (below) is not met is parsed only. ```python blocks are
run if VENV has what they import, else parsed. Exit status 77: cannot be done here.
"""
import ast
import base64
import glob
import gzip
import os
import random
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import threading
import time

# What a command needs beyond the packages that tools/run and tools/test install: the first line that fits counts.
NEEDS = (
    (r"\./tools/test", "tests"),  # it runs this test
    (r"\./tools/run --(ui|data)", "network"),
    (r"sudo ", "root"),
    (r"mpirun .*--hostfile|srun ", "cluster"),
    (r"mpirun ", "mpi"),
    (r"tensorboard ", "tensorboard"),
    (r"python3 -m venv |\. build/wandb/", "network"),
    (r"(WANDB_MODE=\w+ )?tools/wandb-sync |wandb ", "wandb"),  # and an account
)
SERVERS = r"tensorboard |\./tools/run --ui"  # go on until they are stopped
SECONDS = 2400  # a command that takes longer hangs


# ---- what the documents say ----


def blocks(path):
    """The fenced blocks of a document: (language, lines)."""
    language, found = None, []
    for number, line in enumerate(open(path, encoding="utf-8"), 1):
        line = line.rstrip("\n")
        if line.startswith("```"):
            if language is None:
                language, lines = line[3:], []
                assert language in ("", "sh", "c", "python"), f"{path}:{number}: a block of {language}, not of sh"
            else:
                found.append((language, lines))
                language = None
        elif language is not None:
            lines.append(line)
        else:
            assert not re.match(r"    ?(\./)?(build/|tools/|cmake |initlab |tblog )", line), \
                f"{path}:{number}: a command outside of a ```sh block is not typed"
    return found


def is_whole(text):
    return not text.endswith("\\") and subprocess.run(["bash", "-n", "-c", text], stderr=subprocess.DEVNULL).returncode == 0


def commands(lines):
    """Cut a block into commands, which may have several lines each."""
    text = ""
    for line in lines:
        text += line
        if text.strip() and not text.lstrip().startswith("#") and not is_whole(text):
            text += "\n"
            continue
        if text.strip() and not text.lstrip().startswith("#"):
            yield text
        text = ""
    assert not text, f"not a whole command: {text}"


def need_of(command):
    return next((need for start, need in NEEDS if re.match(start, command)), None)


# ---- data ----


def write_idx(path, shape, values):
    with gzip.open(path, "wb") as file:
        file.write(struct.pack(f">HBB{len(shape)}I", 0, 8, len(shape), *shape) + bytes(values))


def bars(labels, size):
    """Images that are easy to learn: a bright bar at the label's place, with noise."""
    noise = random.Random(1)
    for label in labels:
        column = label * size // 10
        for pixel in range(size * size):
            yield 255 if pixel % size in (column, column + 1) else noise.randrange(60)


def write_small_mnist(folder):
    for part, n in (("train", 400), ("t10k", 200)):
        labels = [i * 7 % 10 for i in range(n)]
        write_idx(f"{folder}/{part}-images-idx3-ubyte.gz", (n, 28, 28), bars(labels, 28))
        write_idx(f"{folder}/{part}-labels-idx1-ubyte.gz", (n,), labels)


def write_npy(path, shape, values):
    header = "{'descr': '|u1', 'fortran_order': False, 'shape': (%s,), }" % ", ".join(map(str, shape))
    header += " " * (-(len(header) + 11) % 64) + "\n"
    with open(path, "wb") as file:
        file.write(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode() + bytes(values))


def write_own_data(folder):
    """The x.npy and y.npy of the README."""
    labels = [i * 7 % 10 for i in range(200)]
    write_npy(f"{folder}/x.npy", (200, 20, 20), bars(labels, 20))
    write_npy(f"{folder}/y.npy", (200,), labels)


# ---- typing ----

SERVED = r"""
setsid bash -c %s >server.log 2>&1 </dev/null & server=$!
url=
for i in $(seq 900); do
    url=$(grep -o 'http://localhost:[0-9]*' server.log | head -1)
    [ -z "$url" ] && kill -0 $server 2>/dev/null || break
    sleep .2
done
[ -n "$url" ] && exec 3<>/dev/tcp/localhost/${url##*:} && printf 'GET / HTTP/1.0\r\n\r\n' >&3 && head -1 <&3
answered=$?
kill -- -$server; wait $server; cat server.log; rm -f server.log
[ $answered = 0 ]
"""


class Typist:
    """A shell that commands are typed into: a folder that is entered, say, is that of the next command too.

    shown: of which commands the end of the output is shown though they succeed.
    """

    def __init__(self, shell, folder, env=None, shown="$"):
        self.shown = shown
        self.shell = subprocess.Popen(shell, cwd=folder, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                      stderr=subprocess.STDOUT)
        self.failed, self.typed, self.parsed = [], 0, 0

    def run(self, text):
        """Exit status and output."""
        mark = f"ended-{random.getrandbits(64):x}"
        coded = base64.b64encode(text.encode()).decode()
        line = f'eval "$(echo {coded} | base64 -d)" </dev/null; typed=$?; echo; echo {mark} $typed\n'
        self.shell.stdin.write(line.encode())
        self.shell.stdin.flush()
        watch = threading.Timer(SECONDS, self.shell.kill)
        watch.start()
        output = b""
        for line in self.shell.stdout:
            if line.startswith(mark.encode()):
                watch.cancel()
                return int(line.split()[1]), output.decode(errors="replace")
            output += line
        watch.cancel()
        return None, output.decode(errors="replace")

    def type(self, document, command):
        print(f"$ {command}", flush=True)
        start = time.monotonic()
        status, output = self.run(SERVED % quoted(command) if re.match(SERVERS, command) else command)
        self.typed += 1
        print(f"  {time.monotonic() - start:.1f} s, exit status {status}", flush=True)
        if re.match(self.shown, command):
            print(output[-3000:], flush=True)
        if status == 0 and "already holds a run" not in output:
            return
        self.failed.append(f"{document}: {command}")
        print(output[-4000:], flush=True)
        assert status is not None, f"the shell has ended, or the command hung for {SECONDS} s"
        assert self.typed > 1, "without the first command the others make no sense"

    def only_parse(self, document, command, need, folder):
        """It is whole, or commands() had not found it; and the script that it calls is there."""
        print(f"$ {command}\n  not typed: needs {need}", flush=True)
        self.parsed += 1
        program = re.sub(r"^(\w+=\S* +)*", "", command).split()[0]
        if "/" in program and not program.startswith("build/") and not os.access(os.path.join(folder, program), os.X_OK):
            self.failed.append(f"{document}: {command}: no {program}")


def quoted(text):
    return "'" + text.replace("'", "'\\''") + "'"


def run_python(typist, document, lines, venv):
    text = "\n".join(lines)
    modules = {name.split(".")[0] for node in ast.walk(ast.parse(text)) if isinstance(node, (ast.Import, ast.ImportFrom))
               for name in ([node.module] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names])}
    python = f"{venv}/bin/python"
    looks = "import importlib.util as u, sys; sys.exit(not all(map(u.find_spec, sys.argv[1:])))"
    if venv and subprocess.run([python, "-c", looks, *sorted(modules)]).returncode == 0:
        typist.type(document, f"{quoted(python)} -c {quoted(text)}")
    else:
        print(f"Python of {document}: not run: needs {', '.join(sorted(modules))}", flush=True)


def type_all(typist, folder, given, venv=None, after_first=lambda: None):
    """Type what the documents of a folder say. 'given': which needs are met."""
    first = True
    for document in ["README.md"] + sorted(os.path.relpath(path, folder) for path in glob.glob(f"{glob.escape(folder)}/doc/*.md")):
        for language, lines in blocks(os.path.join(folder, document)):
            if language == "python":
                run_python(typist, document, lines, venv)
            if language != "sh":
                continue
            for command in commands(lines):
                need = need_of(command)
                if need and need not in given:
                    typist.only_parse(document, command, need, folder)
                else:
                    typist.type(document, command)
            if first:
                after_first()
            first = False


# ---- in a copy ----


def copy_tracked(source, folder):
    names = subprocess.run(["git", "-C", source, "ls-files", "-z"], check=True, stdout=subprocess.PIPE).stdout
    for name in names.decode().split("\0"):
        if name and os.path.lexists(os.path.join(source, name)):
            target = os.path.join(folder, name)
            os.makedirs(os.path.dirname(target), exist_ok=True)
            shutil.copy2(os.path.join(source, name), target, follow_symlinks=False)


def git(folder, *arguments):
    identity = ["-c", "user.name=reader", "-c", "user.email=reader@localhost", "-c", "core.hooksPath=/dev/null"]
    return subprocess.run(["git", "-C", folder, *identity, *arguments], check=True, stdout=subprocess.PIPE).stdout.decode()


def write_program(path, text):
    with open(path, "w") as file:
        file.write("#!/bin/sh\n" + text)
    os.chmod(path, 0o755)


def environment(work, venv):
    """Nothing of the user's own, and no way to become root or to install packages."""
    bin_folder, root = f"{work}/bin", f"{work}/root/usr/local"
    for name in ("bin", "home", "cache"):
        os.makedirs(f"{work}/{name}")
    write_program(f"{bin_folder}/sudo", f'case $1 in\ncmake) DESTDIR="{work}/root" exec "$@" ;;\nldconfig) ;;\n'
                                        '*) echo "sudo $*: not in this test"; exit 1 ;;\nesac\n')
    write_program(f"{bin_folder}/apt-get", 'echo "apt-get $*: not in this test"; exit 1\n')
    path = [bin_folder, f"{root}/bin"] + ([f"{venv}/bin"] if venv else []) + [os.environ["PATH"]]
    kept = {name: value for name, value in os.environ.items() if not re.match(r"\w+_DIR$|LSAN_|ASAN_", name)}
    return kept | {"PATH": ":".join(path), "HOME": f"{work}/home", "XDG_CACHE_HOME": f"{work}/cache",
                   "PKG_CONFIG_PATH": f"{root}/lib/pkgconfig", "LD_LIBRARY_PATH": f"{root}/lib", "LC_ALL": "C.UTF-8",
                   # as root, and on one core
                   "OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1",
                   "OMPI_MCA_rmaps_base_oversubscribe": "1",
                   "PRTE_MCA_rmaps_default_mapping_policy": ":oversubscribe"}


def skip(reason):
    print(f"Skipped: {reason}")
    sys.exit(77)


def missing_packages(folder):
    lists = '. tools/lib.sh; missing_packages $build_packages'
    return subprocess.run(["bash", "-c", lists], cwd=folder, stdout=subprocess.PIPE).stdout.decode().strip()


def type_in_copy(source, venv):
    if not shutil.which("git") or not os.path.exists(os.path.join(source, ".git")):
        skip("a clone is needed, and git")
    if missing_packages(source):
        skip(f"not installed: {missing_packages(source)}")
    if venv and not os.access(f"{venv}/bin/tensorboard", os.X_OK):
        venv = None
    work = tempfile.mkdtemp()
    try:
        folder = f"{work}/a folder, ü/tblog"
        os.makedirs(folder)
        copy_tracked(source, folder)
        write_small_mnist(f"{folder}/data/mnist")
        git(folder, "init", "--quiet")
        git(folder, "add", "--all")
        git(folder, "commit", "--quiet", "--message", "what is cloned")
        write_own_data(folder)
        given = {"root"} | ({"mpi"} if shutil.which("mpirun") else set()) | ({"tensorboard"} if venv else set())
        typist = Typist(["bash"], folder, environment(work, venv))
        type_all(typist, folder, given, venv)
        check_what_is_left(typist, folder)
        return typist
    finally:
        shutil.rmtree(work)


def check_what_is_left(typist, folder):
    """Only what git ignores, and the reader's own two files; and the first comparison's rows are still there."""
    left = git(folder, "status", "--porcelain", "--", ".", ":!data/mnist").split("\n")
    left = sorted(line for line in left if line and line[3:] not in ("x.npy", "y.npy"))
    if left:
        typist.failed.append("not ignored by git: " + ", ".join(left))
    with open(f"{folder}/logs/comparison.csv", encoding="utf-8") as file:
        rows = [line.rstrip("\n").rsplit(",", 1)[1] for line in file]
    for run, epochs in (("he_normal", 20), ("zeros", 20), ("he_normal/seed-9", 20), ("he_normal+glorot_uniform", 20)):
        if rows.count(run) != epochs:
            typist.failed.append(f"logs/comparison.csv: {rows.count(run)} rows of {run}, not {epochs}")


# ---- in another system ----


def size_of(root):
    def megabytes(*paths):
        there = [path for path in paths if os.path.exists(path)]
        used = subprocess.run(["du", "-xcm", *there], stdout=subprocess.PIPE).stdout.decode()
        return int(used.split()[-2]) if there else 0

    packages = glob.glob(f"{root}/var/cache/apt/archives/*.deb")
    print(f"  the system takes {megabytes(root)} MB; {len(packages)} packages of {megabytes(*packages)} MB were fetched",
          flush=True)


def type_in_system(root, folder, shell):
    typist = Typist(shell, "/", shown=r"\./tools/run |\./tools/test|tensorboard ")
    whole = os.path.join(root, folder.lstrip("/"))
    typist.run(f"cd {quoted(folder)}")
    size_of(root)
    plain_type = typist.type

    def type_and_measure(document, command):
        plain_type(document, command)
        if re.match(r"\./tools/|sudo ", command):
            size_of(root)

    typist.type = type_and_measure

    def after_first():
        write_small_mnist(f"{whole}/data/mnist")
        write_own_data(whole)
        typist.run("PATH=$PATH:$PWD/build/tensorboard/bin")
        typist.type("type_commands.py", "build/initlab compare --quiet --overwrite")

    type_all(typist, whole, {"tests", "network", "root", "mpi", "tensorboard"}, after_first=after_first)
    return typist


def main():
    if sys.argv[1] == "--in":
        typist = type_in_system(sys.argv[2], sys.argv[3], sys.argv[4:])
    else:
        typist = type_in_copy(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else None)
    print(f"{typist.typed} commands typed, {typist.parsed} parsed only, {len(typist.failed)} failed")
    assert typist.typed > 25
    for failed in typist.failed:
        print(f"failed: {failed}")
    return 1 if typist.failed else 0


sys.exit(main())
