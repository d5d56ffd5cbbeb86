"""A Java runtime with the modules that the program needs."""
import hashlib
import os
import shutil
from pathlib import Path

from .progress import Progress, run
from .project import Project

# What `jdeps` finds in the jars, without what only code asks for that we never run: java.desktop
# (beans of Jackson's and SnakeYAML's), java.compiler (annotation processors), java.sql (dates of
# databases), jdk.httpserver (fabric8's and Prometheus' own servers).
_MODULES = [
    "java.logging",
    "java.management",
    "java.naming",
    "java.net.http",
    "java.xml",
    # Loaded by name: elliptic curves, how much memory and CPU the process has, and Unsafe for Netty.
    "jdk.crypto.ec",
    "jdk.management",
    "jdk.unsupported",
    # So that a running replica can be looked into.
    "jdk.jfr",
]


def home() -> Path:
    """Of the JDK; found as ./sekisho finds it."""
    root = Path(__file__).resolve().parents[2]
    script = f'. "{root}/.mvn/find-jdk" && echo "$JAVA_HOME"'
    return Path(run("sh", "-euc", script, remedy="install a JDK 25").strip())


def add(project: Project, target: Path, progress: Progress) -> None:
    """Links one, or takes what an earlier build has linked from the same JDK."""
    jdk = home()
    key = hashlib.sha256(((jdk / "release").read_text() + " ".join(_MODULES)).encode()).hexdigest()[:16]
    linked = project.work / f"jre-{key}"
    if not linked.exists():
        progress.say("linking a Java runtime (a quarter of a minute) ...")
        temporary = project.work / f"jre-{key}.{os.getpid()}"
        shutil.rmtree(temporary, ignore_errors=True)
        run(
            jdk / "bin/jlink",
            "--add-modules",
            ",".join(_MODULES),
            "--no-header-files",
            "--no-man-pages",
            "--output",
            temporary,
            remedy="a whole JDK: with jlink, and with its jmods where it can't link from itself",
        )
        temporary.rename(linked)
    shutil.copytree(linked, target, symlinks=True)
