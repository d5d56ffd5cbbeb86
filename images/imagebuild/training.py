"""Runs the program once in its image, from which the JVM learns what to have ready at each start (JEP 483, 515)."""
import shutil
import signal
import subprocess
from pathlib import Path

from .progress import Progress, unavailable
from .project import Project

_START_SECONDS = 60
_END_SECONDS = 180
_RUN = "run --source /opt/training --data-dir /tmp/data --bind 127.0.0.1 --webhook-port 0 --xds-port 0 --admin-port 0"


def train(project: Project, root: Path, cache: str, progress: Progress) -> None:
    """Leaves the cache at that place below the root. The run is on the examples."""
    progress.say("training the Java runtime on the examples (half a minute) ...")
    examples = root / "opt/training"
    arguments = root / "opt/training.args"
    given = (root / "opt/sekisho/java.args").read_text()
    arguments.write_text(given.replace("-XX:AOTCache=", "-XX:AOTCacheOutput="))
    shutil.copytree(project.root / "examples", examples)
    try:
        log = _run(project, root)
        if not (root / cache).exists():
            raise unavailable(f"the JVM left no AOT cache behind: {log}")
    finally:
        shutil.rmtree(examples)
        arguments.unlink()


def _run(project: Project, root: Path) -> str:
    command = [
        str(project.root / "images/in-root"),
        "--writable",
        str(root),
        "/opt/java/bin/java",
        "@/opt/training.args",
        "sekisho",
        *_RUN.split(),
    ]
    log = project.work / "training.log"
    with log.open("w") as errors:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True)
        try:
            line = process.stdout.readline()
            if not line.startswith("ready "):
                process.wait(_START_SECONDS)
                raise unavailable(
                    f"the program doesn't start in its image: {log.read_text()[-2000:]}\nRemedy:"
                    " where it says unshare or mount, build as root or let users make namespaces"
                )
            process.send_signal(signal.SIGTERM)
            process.wait(_END_SECONDS)
        finally:
            process.kill()
            process.wait()
    return log.read_text()[-2000:]
