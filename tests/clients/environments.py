"""The environments of the clients: what is installed, where, and how it is known to be there.

An environment of Python is a folder of the build folder, made from one list of this folder's `requirements`, which
names every package with its version; the one with Node also gets the packages of `package-lock.json`. It is made
again when its list changed. They are apart because the clients need different versions of the same packages.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
LISTS = HERE / "requirements"
# The checks that need nothing but Python itself.
PLAIN = "plain"
WITH_NODE = "with-node"


class Missing(Exception):
    """Something that a check needs could not be installed."""


def home():
    """Returns the folder where everything is put that the suite makes."""
    folder = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")).resolve() / "clients"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def python(folder, name):
    """Returns the interpreter of an environment, which is made where it is missing."""
    if name == PLAIN:
        return Path(sys.executable)
    place = folder / name
    if name == WITH_NODE:
        ensure(place, [LISTS / f"{name}.txt", HERE / "package-lock.json"], make_with_node)
    else:
        ensure(place, [LISTS / f"{name}.txt"], make)
    return place / "bin" / "python"


def ensure(place, lists, maker):
    """Makes an environment unless it was made of these very lists."""
    wanted = "".join(file.read_text() for file in lists)
    installed = place / "installed"
    if installed.is_file() and installed.read_text() == wanted:
        return
    shutil.rmtree(place, ignore_errors=True)
    maker(place, lists[0])
    installed.write_text(wanted)


def make(place, packages):
    if quietly([sys.executable, "-c", "import ensurepip, venv"]).returncode != 0:
        install("python3-venv")
    demand([sys.executable, "-m", "venv", place])
    demand([place / "bin" / "python", "-m", "pip", "install", "--disable-pip-version-check", "-q", "-r", packages])


def make_with_node(place, packages):
    make(place, packages)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / name, place)
    # None of the packages needs its scripts here, and what does not run can do no harm.
    command = [place / "bin" / "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    demand(command, cwd=place, env=with_path(place / "bin", dict(os.environ)))


def node(folder):
    """Returns the folder of the packages of Node, and the variables with which they run."""
    place = folder / WITH_NODE
    return place / "node_modules", with_path(place / "bin", variables(folder))


def with_path(folder, surroundings):
    surroundings["PATH"] = f"{folder}{os.pathsep}{surroundings['PATH']}"
    return surroundings


def variables(folder):
    """Returns the variables for clients: none that speaks to Pullquote, no way out by a proxy, caches kept here."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PULLQUOTE_")}
    local = "127.0.0.1,localhost"
    caches = {"DSPY_CACHEDIR": str(folder / "dspy"), "MCP_CATALOG_PATH": str(folder / "inspector.json")}
    return {**kept, "NO_PROXY": local, "no_proxy": local, "PYTHONDONTWRITEBYTECODE": "1", "NO_COLOR": "1", **caches}


def provide(*packages):
    """Installs those of Debian's packages whose program, which has the package's name, is missing."""
    missing = [package for package in packages if shutil.which(package) is None]
    if missing:
        install(*missing)


def install(*packages):
    if shutil.which("apt-get") is None:
        raise Missing(f"needs {', '.join(packages)}, and there is no apt-get to install it")
    as_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    demand([*as_root, "apt-get", "update", "-qq"])
    command = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "-y", "-qq", "--no-install-recommends"]
    demand([*as_root, *command, *packages])


def quietly(command, **options):
    return subprocess.run(
        [str(part) for part in command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        **options,
    )


def demand(command, **options):
    """Runs a command; where it fails, what it said becomes the reason why something is missing."""
    done = quietly(command, **options)
    if done.returncode != 0:
        print(done.stdout, file=sys.stderr)
        raise Missing(f"`{' '.join(map(str, command))}` ended with {done.returncode}")
