"""What all images have in common: whose they are, of which version, and for which machine."""
import datetime
import platform
import subprocess
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from pathlib import Path

from .progress import unavailable

LICENSE = "Apache-2.0"

_POM = "{http://maven.apache.org/POM/4.0.0}"
_MACHINES = {
    "x86_64": ("amd64", "x86_64-linux-gnu"),
    "aarch64": ("arm64", "aarch64-linux-gnu"),
}


@dataclass(frozen=True)
class Project:
    """A checkout, and what is built from it."""

    root: Path
    version: str
    revision: str
    # Where the sources are published; empty where the checkout doesn't say.
    source: str
    # All files have this time, so that the same input gives the same image.
    time: datetime.datetime
    # As images name it.
    architecture: str
    # As Debian names the folders of its libraries.
    multiarch: str

    @property
    def target(self) -> Path:
        return self.root / "target" / "images"

    @property
    def work(self) -> Path:
        return self.target / "work"


def load() -> Project:
    root = Path(__file__).resolve().parents[2]
    pom = ElementTree.parse(root / "pom.xml").getroot()
    machine = platform.machine()
    if platform.system() != "Linux" or machine not in _MACHINES:
        raise unavailable(f"images are built on Linux, on amd64 or arm64, not on {platform.system()} {machine}")
    architecture, multiarch = _MACHINES[machine]
    time = pom.findtext(f"{_POM}properties/{_POM}project.build.outputTimestamp")
    return Project(
        root=root,
        version=pom.findtext(f"{_POM}version"),
        revision=_revision(root),
        source=_source(root),
        time=datetime.datetime.fromisoformat(time),
        architecture=architecture,
        multiarch=multiarch,
    )


def _revision(root: Path) -> str:
    """The commit, marked if what is built isn't just that; `unknown` outside of git."""
    try:
        commit = _git(root, "rev-parse", "HEAD")
        return commit + ("-dirty" if _git(root, "status", "--porcelain") else "")
    except (OSError, subprocess.CalledProcessError):
        return "unknown"


def _source(root: Path) -> str:
    try:
        url = _git(root, "config", "--get", "remote.origin.url")
        return url if url.startswith("https://") and "@" not in url else ""
    except (OSError, subprocess.CalledProcessError):
        return ""


def _git(root: Path, *words: str) -> str:
    done = subprocess.run(["git", "-C", str(root), *words], capture_output=True, text=True, check=True)
    return done.stdout.strip()
