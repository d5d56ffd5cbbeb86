"""The image of the proxy: stock Envoy and the C library, nothing else."""
import shutil
from pathlib import Path

from . import archive, debian, etc
from .progress import Progress, run
from .project import Project
from .stage import fresh


def build(project: Project, progress: Progress) -> Path:
    base = fresh(project, "proxy/base")
    debian.add(base, {"libc6": debian.LIBC}, progress)
    etc.write(base, {"proxy": 1337})
    envoy = fresh(project, "proxy/envoy")
    fetch = project.root / "integration-tests/tools/fetch"
    source = run(fetch, "envoy", remedy=f"see what {fetch} --help says").strip()
    binary = envoy / "usr/local/bin/envoy"
    binary.parent.mkdir(parents=True)
    shutil.copy(source, binary)
    binary.chmod(0o755)
    image = archive.Image(
        name="proxy",
        title="Sekisho proxy (Envoy)",
        layers=[archive.Layer(base), archive.Layer(envoy)],
        entrypoint=["/usr/local/bin/envoy"],
        user="1337:1337",
    )
    return archive.write(project, image)
