"""The archives that the checks search, indexed by the program that is checked.

`small` has the seeds, the stories of this folder, which have what the seeds lack (addresses, authors, languages,
names that are hard to cite), and the first stories of Reuters where the samples are. `reuters` has them all. `pages`
is made by the check that serves the pages, which alone knows their address.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import environments

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
REUTERS = Path("corpora") / "reuters.jsonl.zst"
PAGES = Path("pages") / "articles.jsonl.zst"
NEEDS_SAMPLES = {"small": False, "reuters": True, "pages": True}
# Enough for many pages of hits, few enough that a check of every kind of request is quick.
FEW = 300

_made = set()


def samples():
    """Returns the folder of the sample collections; none where it is not found."""
    named = os.environ.get("PULLQUOTE_SAMPLES")
    folder = Path(named) if named else ROOT.parent / "shared"
    return folder.resolve() if (folder / REUTERS).is_file() else None


def make(name, program, home, found):
    """Indexes an archive, once in a run: the program may have changed since the last."""
    if name in _made or name == "pages":
        return
    folder = home / "archives" / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    index(program, sources(name, folder, found), folder / "index")
    _made.add(name)


def sources(name, folder, found):
    """Returns the files of an archive, which are written into its folder where they are not of the checkout."""
    if name == "reuters":
        return [unpack(found / REUTERS, folder / "reuters.jsonl")]
    own = [ROOT / "seeds", HERE / "stories.jsonl"]
    return own if found is None else [*own, unpack(found / REUTERS, folder / "reuters.jsonl", FEW)]


def unpack(packed, unpacked, lines=None):
    """Unpacks a file, or its first lines."""
    with subprocess.Popen(["zstd", "-dc", "--long=27", packed], stdout=subprocess.PIPE) as unpacking:
        with open(unpacked, "wb") as out:
            for number, line in enumerate(unpacking.stdout):
                if number == lines:
                    unpacking.kill()
                    break
                out.write(line)
    return unpacked


def index(program, paths, folder):
    """Indexes files; a record that cannot be read (exit code 2) is not what is checked here."""
    command = [program, "index", *paths, "--index", folder, "--quiet"]
    done = environments.quietly(command, env=environments.variables(folder))
    if done.returncode not in (0, 2) or not folder.is_dir():
        print(done.stdout, file=sys.stderr)
        raise environments.Missing(f"`pullquote index` ended with {done.returncode}")
