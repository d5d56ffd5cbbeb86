"""Files of Debian packages, which apt-get downloads and nobody installs."""
import fnmatch
import hashlib
import os
import shutil
import tempfile
from pathlib import Path

from .progress import Progress, run, unavailable

_APT = (
    "build on Debian or Ubuntu (apt-get and dpkg-deb), with the lists of packages there (apt-get update)"
    " and the network reachable"
)

# What glibc's programs load, names of hosts included.
LIBC = [
    "usr/lib64/ld-linux-*",
    *(
        f"usr/lib/*/lib{name}.so.*"
        for name in ("c", "m", "dl", "pthread", "rt", "resolv", "nss_dns", "nss_files")
    ),
    "usr/lib/*/ld-linux-*",
    "usr/lib/ld-linux-*",
]


def add(root: Path, packages: dict[str, list[str]], progress: Progress) -> None:
    """
    Adds the files of packages that match one of the patterns of each. With them come their
    licences, and an entry of dpkg's that tells scanners which version is there.
    """
    _lay_out(root)
    for name, patterns in packages.items():
        with tempfile.TemporaryDirectory(prefix="sekisho-deb.") as folder:
            archive = _fetch(name, progress)
            content = Path(folder, "content")
            run("dpkg-deb", "-x", archive, content, remedy=_APT)
            _copy(content, root, [*patterns, "usr/share/doc/*/copyright"], name)
            control = run("dpkg-deb", "-f", archive, remedy=_APT)
            status = root / "var/lib/dpkg/status.d"
            status.mkdir(parents=True, exist_ok=True)
            (status / name).write_text(control)
    _check_links(root)


def _check_links(root: Path) -> None:
    for link in root.rglob("*"):
        if link.is_symlink():
            target = os.readlink(link)
            there = root / target.lstrip("/") if target.startswith("/") else link.parent / target
            if not there.exists():
                raise unavailable(f"{link.relative_to(root)} leads to {target}, which isn't in the image")


def _lay_out(root: Path) -> None:
    """The folders that newer releases of Debian join with those below /usr."""
    for name in ("bin", "sbin", "lib", "lib64"):
        (root / "usr" / name).mkdir(parents=True, exist_ok=True)
        if not (root / name).is_symlink():
            (root / name).symlink_to(f"usr/{name}")
    (root / "etc").mkdir(exist_ok=True)
    shutil.copy("/etc/os-release", root / "etc/os-release")


def _fetch(name: str, progress: Progress) -> Path:
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache", "sekisho", "debs")
    # 'http://...' libc6_2.36-9_amd64.deb 2753288 SHA256:...
    line = run("apt-get", "download", "--print-uris", name, remedy=_APT).strip().splitlines()[-1]
    file, algorithm, digest = line.split()[1], *line.split()[3].split(":")
    archive = cache / file
    if not _is(archive, algorithm, digest):
        cache.mkdir(parents=True, exist_ok=True)
        progress.say(f"downloading {name} ...")
        with tempfile.TemporaryDirectory(prefix=".temp.", dir=cache) as folder:
            run("apt-get", "download", "-qq", name, remedy=_APT, cwd=folder)
            if not _is(Path(folder, file), algorithm, digest):
                raise unavailable(f"{file}: what came isn't what apt-get announced")
            os.replace(Path(folder, file), archive)
    return archive


def _is(file: Path, algorithm: str, digest: str) -> bool:
    if not file.exists():
        return False
    with file.open("rb") as content:
        return hashlib.file_digest(content, algorithm.lower()).hexdigest() == digest


def _copy(content: Path, root: Path, patterns: list[str], package: str) -> None:
    unused = set(patterns)
    for path in sorted(content.rglob("*")):
        if path.is_dir() and not path.is_symlink():
            continue
        name = str(path.relative_to(content))
        if name.split("/")[0] in ("bin", "sbin", "lib", "lib64"):
            name = "usr/" + name
        matching = [pattern for pattern in patterns if fnmatch.fnmatch(name, pattern)]
        if matching:
            unused.difference_update(matching)
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, root / name, follow_symlinks=False)
    if len(unused) == len(patterns):
        raise unavailable(f"{package} has none of {', '.join(patterns)}: this release of Debian isn't known yet")
