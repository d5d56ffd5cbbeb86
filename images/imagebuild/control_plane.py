"""The image of the control plane: a Java runtime of its own, the jars, and what the JVM learnt from a run."""
import os
import re
import shutil
import zipfile
from pathlib import Path

from . import archive, debian, etc, jre, sbom, training
from .progress import Progress, run
from .project import Project
from .stage import fresh

USER = 65532
_HOME = "opt/sekisho"
_SIGNATURE = re.compile(r"META-INF/[^/]*\.(SF|RSA|DSA|EC)")
# Mapped where it was made for, the cache costs neither time to relocate nor memory of the process's own.
_IMAGE_OPTIONS = ["-XX:+UnlockDiagnosticVMOptions", "-XX:ArchiveRelocationMode=0"]
_MAIN = "dev.sekisho.controlplane.cli.ScriptMain"


def build(project: Project, progress: Progress) -> Path:
    jars = _jars(project, progress)
    root = fresh(project, "control-plane")
    debian.add(root, {"libc6": debian.LIBC}, progress)
    etc.write(root, {"sekisho": USER})
    jre.add(project, root / "opt/java", progress)
    _add_program(project, root, jars)
    sbom.add(project, root, f"{_HOME}/sbom.cdx.json", progress)
    _set_times(root, project.time.timestamp())
    training.train(project, root, f"{_HOME}/sekisho.aot", progress)
    image = archive.Image(
        name="control-plane",
        title="Sekisho control plane",
        layers=[
            archive.Layer(root, without=("opt", "usr/local")),
            archive.Layer(root, only=("opt/java",)),
            archive.Layer(root, only=(_HOME, "usr/local")),
        ],
        entrypoint=["/usr/local/bin/sekisho"],
        user=f"{USER}:{USER}",
        environment={"LANG": "C.UTF-8"},
    )
    return archive.write(project, image)


def _jars(project: Project, progress: Progress) -> list[Path]:
    """Builds the program if that is needed. Its jar names those that it stands on."""
    progress.say("building the program, if anything has changed (a minute or two) ...")
    run(project.root / "sekisho", "version", remedy="see above", env=os.environ)
    app = project.root / "control-plane/target/app"
    program = app / f"sekisho-control-plane-{project.version}.jar"
    with zipfile.ZipFile(program) as jar:
        # Long lines go on in the next one, behind a space.
        manifest = jar.read("META-INF/MANIFEST.MF").decode().replace("\r\n", "\n").replace("\n ", "")
    lines = dict(line.split(": ", 1) for line in manifest.splitlines() if line)
    return [program, *(app / name for name in lines["Class-Path"].split())]


def _add_program(project: Project, root: Path, jars: list[Path]) -> None:
    home = root / _HOME
    (home / "lib").mkdir(parents=True)
    for jar in jars:
        _copy_unsigned(jar, home / "lib" / jar.name)
    options = (project.root / "control-plane/jvm.options").read_text()
    class_path = ":".join(f"/{_HOME}/lib/{jar.name}" for jar in jars)
    arguments = [*_IMAGE_OPTIONS, f"-XX:AOTCache=/{_HOME}/sekisho.aot", "-cp", class_path, _MAIN]
    (home / "java.args").write_text(options + "\n".join(arguments) + "\n")
    script = root / "usr/local/bin/sekisho"
    script.parent.mkdir(parents=True)
    script.write_text(f"#!/opt/java/bin/java @/{_HOME}/java.args\n")
    script.chmod(0o755)


def _copy_unsigned(jar: Path, target: Path) -> None:
    """Classes of signed jars (Bouncy Castle's) have no place in an AOT cache, and checking them takes time at each start."""
    with zipfile.ZipFile(jar) as source:
        if not any(_SIGNATURE.fullmatch(name) for name in source.namelist()):
            shutil.copy(jar, target)
            return
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
            for entry in source.infolist():
                if not _SIGNATURE.fullmatch(entry.filename):
                    data = source.read(entry)
                    if entry.filename == "META-INF/MANIFEST.MF":
                        # The rest are hashes of each entry.
                        data = data.split(b"\r\n\r\n")[0] + b"\r\n\r\n"
                    copy.writestr(entry, data)


def _set_times(root: Path, time: float) -> None:
    """To what they will be in the image: the JVM refuses to use what it learnt from files that have changed since."""
    for path in root.rglob("*"):
        os.utime(path, (time, time), follow_symlinks=False)
