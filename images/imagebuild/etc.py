"""The few files of /etc without which the C library can't do its work, and where engines mount what is theirs."""
from pathlib import Path


def write(root: Path, users: dict[str, int]) -> None:
    """Adds them, and those users beside root, each with a group of its name and number."""
    etc = root / "etc"
    etc.mkdir(exist_ok=True)
    known = {"root": 0} | users
    lines = [f"{name}:x:{number}:{number}::/:/sbin/nologin\n" for name, number in known.items()]
    (etc / "passwd").write_text("".join(lines))
    (etc / "group").write_text("".join(f"{name}:x:{number}:\n" for name, number in known.items()))
    (etc / "nsswitch.conf").write_text("passwd: files\ngroup: files\nhosts: files dns\n")
    for name in ("proc", "dev", "sys", "tmp"):
        (root / name).mkdir(exist_ok=True)
    (root / "tmp").chmod(0o1777)
