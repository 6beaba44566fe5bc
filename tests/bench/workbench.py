"""What the benchmark scripts of this folder share: tools, the sample collection, runs, and tables.

A script makes one `Workbench`: it checks that everything needed is there (and says what installs it), builds
the programs, and removes its temporary folder at the end, whatever happens. A `NewsBench` also unpacks the
collection of news there. Times are of whole processes, by the wall clock; memory is the peak of what was resident, as the
kernel counts it for that process.
"""

import json
import os
import platform
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
COLLECTION = "collections/news/corpus.jsonl.zst"


class Workbench:
    """A temporary folder, with copies of the programs to measure."""

    def __init__(self, tools, beside):
        """Checks for `tools` (each with the package that installs it); builds Pullquote and the bench `beside` it."""
        check(tools)
        # So that the folder is removed when the script is told to end, as it is after Ctrl-C.
        signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
        self._folder = tempfile.TemporaryDirectory(prefix="pullquote-bench-")
        self.folder = Path(self._folder.name)
        # Copies: a build that starts in the meantime must not change what is measured.
        programs = self.folder / "programs"
        programs.mkdir()
        self.pullquote, self.beside = (shutil.copy(program, programs) for program in build(beside))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._folder.cleanup()


class NewsBench(Workbench):
    """A workbench with the collection of news in its folder, and bare tantivy beside Pullquote."""

    def __init__(self, tools, articles):
        """Takes the first `articles`, 0 for all."""
        super().__init__(tools, "bare")
        self.bare = self.beside
        self.collection = Collection(self.folder, articles)


class Collection:
    """The sample collection as one JSON Lines file and as one text file, with its size counted."""

    def __init__(self, folder, articles):
        self.file = folder / "news.jsonl"
        self.text_file = folder / "news.txt"
        self.articles = 0
        self.text_bytes = 0
        packed = Path(os.environ["PULLQUOTE_SAMPLES"]) / COLLECTION
        unpack = subprocess.Popen(["zstd", "-dc", "--long=27", packed], stdout=subprocess.PIPE)
        with open(self.file, "wb") as lines, open(self.text_file, "wb") as text:
            # One line at a time: the peak memory of a program that is started later would count this one's.
            for line in unpack.stdout:
                if articles and self.articles == articles:
                    unpack.kill()
                    break
                self._add(line, lines, text)
        if unpack.wait() != 0 and not articles:
            sys.exit(f"error: cannot unpack `{packed}`")

    def _add(self, line, lines, text):
        record = json.loads(line)
        body = record["text"].encode()
        lines.write(line)
        text.write(record["title"].encode() + b"\n" + body + b"\n\n")
        self.articles += 1
        self.text_bytes += len(body)

    @property
    def megabytes(self):
        """The bytes of all `text` fields, in UTF-8, in millions."""
        return self.text_bytes / 1e6

    def __str__(self):
        return (
            f"{COLLECTION}: {self.articles:,} articles, {self.megabytes:.1f} MB of text "
            f"(the `text` fields, in UTF-8)"
        )


class Run:
    """One finished process: its time, its processor time, its peak memory and what it printed."""

    def __init__(self, command, ends_with=(0,)):
        """Ends the script where the process ends with another code."""
        begun = time.perf_counter()
        process = subprocess.Popen(
            [str(part) for part in command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE
        )
        try:
            self.output = process.stdout.read().decode()
            _, status, usage = os.wait4(process.pid, 0)
        except BaseException:
            # Nothing may write into the temporary folder while it is removed.
            process.kill()
            process.wait()
            raise
        self.seconds = time.perf_counter() - begun
        self.processor_seconds = usage.ru_utime + usage.ru_stime
        process.returncode = os.waitstatus_to_exitcode(status)
        self.memory = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
        if process.returncode not in ends_with:
            sys.exit(f"error: `{' '.join(map(str, command))}` ended with {process.returncode}")


def check(tools):
    """Ends the script where something is missing, saying what and what installs it."""
    missing = [
        f"`{tool}` is missing; `apt-get install {package}` installs it"
        for tool, package in {"zstd": "zstd", **tools}.items()
        if shutil.which(tool) is None
    ]
    samples = os.environ.get("PULLQUOTE_SAMPLES")
    if not samples:
        missing.append("PULLQUOTE_SAMPLES is not set; it names the folder of the sample collections")
    elif not (Path(samples) / COLLECTION).is_file():
        missing.append(f"`{Path(samples) / COLLECTION}` is missing")
    if missing:
        sys.exit("\n".join(f"error: {fault}" for fault in missing))


def build(beside):
    """Builds Pullquote and a bench with the release profile; returns the two programs."""
    done = subprocess.run(
        ["cargo", "bench", "--no-run", "--bench", beside, "--message-format", "json-render-diagnostics"],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    )
    if done.returncode != 0:
        sys.exit("error: cannot build the programs to measure")
    messages = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    programs = {
        message["target"]["name"]: message["executable"]
        for message in messages
        if message["reason"] == "compiler-artifact" and message["executable"]
    }
    return programs["pullquote"], programs[beside]


def head(title, collection, versions):
    """Prints what every table needs to be read: machine, corpus, programs, command."""
    print(f"## {title}\n")
    print(f"- machine: {machine()}")
    print(f"- corpus: {collection}")
    print(f"- programs: {', '.join(versions)}")
    print(f"- command: `{' '.join([Path(sys.argv[0]).name, *sys.argv[1:]])}`\n")


def machine():
    """Says on what was measured, and how busy it was with other things."""
    load = os.getloadavg()[0]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    return (
        f"{processor()}, {os.cpu_count()} cores, {memory:.0f} GB of memory, "
        f"{platform.system()} {platform.release()}, load average {load:.2f} at the start"
    )


def processor():
    """Returns the processor's name, as far as the system tells."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def version(command):
    """Returns the first line that a program prints of itself."""
    return subprocess.run(command, stdout=subprocess.PIPE, text=True).stdout.splitlines()[0].strip()


def locked_version(crate):
    """Returns the version of a dependency that the lock file names."""
    lines = (ROOT / "Cargo.lock").read_text().splitlines()
    place = lines.index(f'name = "{crate}"')
    return lines[place + 1].split('"')[1]


def table(heads, rows):
    """Prints a table in Markdown: the first column to the left, numbers to the right."""
    print("| " + " | ".join(heads) + " |")
    print("|---" + "|---:" * (len(heads) - 1) + "|")
    for row in rows:
        print("| " + " | ".join(row) + " |")
    print()


def size(path):
    """Returns the bytes of a file, or of all files below a folder."""
    path = Path(path)
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files if file.is_file())


median = statistics.median
