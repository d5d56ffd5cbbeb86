"""Runs the program once in its image, from which the JVM learns what to have ready at each start (JEP 483, 515)."""
import contextlib
import signal
from pathlib import Path

from . import apiserver, inroot
from .progress import Failure, Progress, unavailable
from .project import Project

_END_SECONDS = 300


def train(project: Project, root: Path, cache: str, progress: Progress) -> None:
    """Leaves the cache at that place below the root: of a start on an empty cluster, or on the examples for want of one."""
    arguments = root / "opt/training.args"
    given = (root / "opt/sekisho/java.args").read_text()
    arguments.write_text(given.replace("-XX:AOTCache=", "-XX:AOTCacheOutput="))
    program = ["/opt/java/bin/java", "@/opt/training.args", "sekisho"]
    try:
        with contextlib.ExitStack() as cluster:
            bind, what = _source(project, cluster, progress)
            progress.say("training the Java runtime (half a minute) ...")
            _run(project, root, ["--writable", "--bind", bind], program + what)
    finally:
        arguments.unlink()
    if not (root / cache).exists():
        raise unavailable(f"the JVM left no AOT cache behind; what it said is in {_log(project)}")


def _source(project: Project, cluster: contextlib.ExitStack, progress: Progress) -> tuple[str, list[str]]:
    """What to bind where, and the arguments of the program."""
    try:
        progress.say("starting an API server to train on (minutes, if it has to be built first) ...")
        folder = cluster.enter_context(apiserver.running(project))
        return f"{folder}=/tmp/api", inroot.ON_CLUSTER
    except Failure as failure:
        progress.say(f"{failure}\nTraining on the examples instead: the image will start more slowly.")
        return f"{project.root / 'examples'}=/tmp/examples", inroot.ON_FOLDER


def _run(project: Project, root: Path, options: list[str], command: list[str]) -> None:
    with inroot.serving(project, root, options, command, _log(project)) as running:
        running.process.send_signal(signal.SIGTERM)
        # It writes the cache now.
        running.process.wait(_END_SECONDS)


def _log(project: Project) -> Path:
    return project.work / "training.log"
