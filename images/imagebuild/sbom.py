"""The bill of materials of the control plane's image (CycloneDX, JSON)."""
import json
import platform
import re
import shutil
from pathlib import Path

from . import jre
from .progress import Progress, run
from .project import Project


def add(project: Project, root: Path, name: str, progress: Progress) -> None:
    """
    Puts it into the image and beside its archive: what Maven knows of the jars, the packages of
    Debian that left their entries in the image, and the Java runtime.
    """
    progress.say("listing what it is made of (a minute) ...")
    run(
        project.root / "mvnw",
        "-q",
        "-B",
        "-f",
        project.root / "pom.xml",
        "-Psbom",
        "-pl",
        "control-plane",
        "-am",
        "-Dmaven.test.skip",
        "package",
        remedy="see above; the network is needed the first time",
    )
    bill = json.loads((project.root / "control-plane/target/bom.json").read_text())
    bill["components"] += [*_packages(root), _runtime(root)]
    # The time of the build would make each image another one.
    bill["metadata"]["timestamp"] = project.time.strftime("%Y-%m-%dT%H:%M:%SZ")
    (root / name).write_text(json.dumps(bill, indent=1, sort_keys=True) + "\n")
    project.target.mkdir(parents=True, exist_ok=True)
    shutil.copy(root / name, project.target / "control-plane.cdx.json")


def _packages(root: Path) -> list[dict]:
    vendor = platform.freedesktop_os_release()["ID"]
    found = []
    for entry in sorted((root / "var/lib/dpkg/status.d").iterdir()):
        fields = dict(re.findall(r"^(\S+): (.*)$", entry.read_text(), re.MULTILINE))
        name, version = fields["Package"], fields["Version"]
        purl = f"pkg:deb/{vendor}/{name}@{version}?arch={fields['Architecture']}"
        found.append({"type": "library", "name": name, "version": version, "purl": purl, "bom-ref": purl})
    return found


def _runtime(root: Path) -> dict:
    """With the modules that it has as parts of it."""
    release = dict(re.findall(r'^(\w+)="(.*)"$', (root / "opt/java/release").read_text(), re.MULTILINE))
    version = release["JAVA_VERSION"]
    full = dict(re.findall(r'^(\w+)="(.*)"$', (jre.home() / "release").read_text(), re.MULTILINE))
    modules = [
        {"type": "library", "name": module, "version": version, "bom-ref": f"java:{module}"}
        for module in sorted(release["MODULES"].split())
    ]
    return {
        "type": "platform",
        "name": full.get("IMPLEMENTOR", "OpenJDK") + " runtime",
        "version": full.get("JAVA_RUNTIME_VERSION", version),
        "bom-ref": "java",
        "components": modules,
    }
