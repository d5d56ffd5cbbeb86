"""Runs the program of an unpacked image, as a container would."""
import contextlib
import os
import select
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .progress import unavailable
from .project import Project

READY_SECONDS = 120
# What needs no cluster, and what needs one; ports are whatever is free.
_ANYWHERE = "--bind 127.0.0.1 --webhook-port 0 --xds-port 0 --admin-port 0"
ON_FOLDER = f"run --source /tmp/examples --data-dir /tmp/data {_ANYWHERE}".split()
ON_CLUSTER = (
    "run --source kubernetes --kubeconfig /tmp/api/kubeconfig --namespace sekisho-system"
    f" --webhook-configuration off {_ANYWHERE}"
).split()


@dataclass(frozen=True)
class Running:
    """A program that serves."""

    process: subprocess.Popen
    # From the start of the process to its ready line.
    seconds: float


@contextlib.contextmanager
def serving(project: Project, root: Path, options: list[str], command: list[str], log: Path) -> Iterator[Running]:
    """Ends it when done, if it hasn't been by then."""
    words = [str(project.root / "images/in-root"), *options, str(root), *command]
    with log.open("w") as errors:
        started = time.monotonic()
        process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=errors)
    try:
        line = _first_line(process)
        seconds = time.monotonic() - started
        if not line.startswith(b"ready "):
            raise unavailable(
                f"the program doesn't serve in its image: {log.read_text()[-2000:]}\nRemedy:"
                " where it says unshare or mount, build as root or let users make namespaces"
            )
        yield Running(process, seconds)
    finally:
        process.kill()
        process.wait()


def _first_line(process: subprocess.Popen) -> bytes:
    said = b""
    end = time.monotonic() + READY_SECONDS
    while b"\n" not in said and select.select([process.stdout], [], [], max(0, end - time.monotonic()))[0]:
        read = os.read(process.stdout.fileno(), 4096)
        if not read:
            break
        said += read
    return said
