"""Writes an image: an OCI layout that is a `docker save` archive as well."""
import hashlib
import io
import json
import os
import stat
import tarfile
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from .project import LICENSE, Project

_OCI = "application/vnd.oci.image."


@dataclass(frozen=True)
class Layer:
    """A folder, or only what is below some paths in it, or all but that."""

    tree: Path
    only: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    def paths(self) -> list[Path]:
        """Sorted, folders before what is in them."""
        found = (path for path in self.tree.rglob("*") if self._has(path.relative_to(self.tree)))
        return sorted(found, key=lambda path: path.relative_to(self.tree).parts)

    def _has(self, name: Path) -> bool:
        if any(name.is_relative_to(path) for path in self.without):
            return False
        # The folders above are needed too.
        return not self.only or any(name.is_relative_to(p) or Path(p).is_relative_to(name) for p in self.only)


@dataclass(frozen=True)
class Image:
    """What an image is to be. The lowest layer is the first."""

    name: str
    title: str
    layers: list[Layer]
    entrypoint: list[str]
    user: str
    environment: dict[str, str] = field(default_factory=dict)


def write(project: Project, image: Image) -> Path:
    """Replaces the image's archive in one step. Files belong to root and have the project's time."""
    project.target.mkdir(parents=True, exist_ok=True)
    archive = project.target / f"{image.name}.tar"
    with tempfile.TemporaryDirectory(prefix=f".{image.name}.", dir=project.work) as folder:
        blobs = _Blobs(Path(folder))
        layers = [blobs.layer(project, layer) for layer in image.layers]
        config = blobs.json(_config(project, image, layers))
        manifest = {
            "schemaVersion": 2,
            "mediaType": _OCI + "manifest.v1+json",
            "config": config | {"mediaType": _OCI + "config.v1+json"},
            "layers": [layer | {"mediaType": _OCI + "layer.v1.tar"} for layer in layers],
        }
        blobs.index(project, image, blobs.json(manifest), config, layers)
        temporary = Path(folder) / "archive"
        _pack(temporary, Layer(blobs.folder), project)
        os.replace(temporary, archive)
    return archive


class _Blobs:
    """A folder of an image's parts, by the hash of what they hold."""

    def __init__(self, folder: Path):
        self.folder = folder / "layout"
        self._blobs = self.folder / "blobs" / "sha256"
        self._blobs.mkdir(parents=True)

    def layer(self, project: Project, layer: Layer) -> dict:
        temporary = self._blobs / "new"
        _pack(temporary, layer, project)
        with temporary.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        temporary.rename(self._blobs / digest)
        return self._descriptor(digest)

    def json(self, value: dict) -> dict:
        data = json.dumps(value, sort_keys=True).encode()
        digest = hashlib.sha256(data).hexdigest()
        (self._blobs / digest).write_bytes(data)
        return self._descriptor(digest)

    def index(self, project: Project, image: Image, manifest: dict, config: dict, layers: list[dict]) -> None:
        """What names the image: index.json for containerd, manifest.json for Docker."""
        name = f"sekisho/{image.name}:{project.version}"
        entry = manifest | {
            "mediaType": _OCI + "manifest.v1+json",
            "platform": {"architecture": project.architecture, "os": "linux"},
            "annotations": {
                "io.containerd.image.name": f"docker.io/{name}",
                "org.opencontainers.image.ref.name": project.version,
            },
        }
        self._root("oci-layout", {"imageLayoutVersion": "1.0.0"})
        self._root(
            "index.json",
            {"schemaVersion": 2, "mediaType": _OCI + "index.v1+json", "manifests": [entry]},
        )
        docker = {"Config": _path(config), "RepoTags": [name], "Layers": [_path(layer) for layer in layers]}
        self._root("manifest.json", [docker])

    def _root(self, name: str, value) -> None:
        (self.folder / name).write_text(json.dumps(value, sort_keys=True))

    def _descriptor(self, digest: str) -> dict:
        return {"digest": f"sha256:{digest}", "size": (self._blobs / digest).stat().st_size}


def _path(descriptor: dict) -> str:
    return "blobs/" + descriptor["digest"].replace(":", "/")


def _config(project: Project, image: Image, layers: list[dict]) -> dict:
    created = project.time.strftime("%Y-%m-%dT%H:%M:%SZ")
    environment = {"PATH": "/usr/local/bin:/usr/sbin:/usr/bin"} | image.environment
    return {
        "architecture": project.architecture,
        "os": "linux",
        "created": created,
        "config": {
            "Entrypoint": image.entrypoint,
            "Env": [f"{name}={value}" for name, value in environment.items()],
            "Labels": {
                "org.opencontainers.image.title": image.title,
                "org.opencontainers.image.version": project.version,
                "org.opencontainers.image.revision": project.revision,
                "org.opencontainers.image.licenses": LICENSE,
            }
            | ({"org.opencontainers.image.source": project.source} if project.source else {}),
            "User": image.user,
            "WorkingDir": "/",
        },
        "rootfs": {"type": "layers", "diff_ids": [layer["digest"] for layer in layers]},
        "history": [{"created": created, "created_by": "images/build"} for _ in layers],
    }


def _pack(archive: Path, layer: Layer, project: Project) -> None:
    with tarfile.open(archive, "w", format=tarfile.PAX_FORMAT) as tar:
        for path in layer.paths():
            _add(tar, path, str(path.relative_to(layer.tree)), int(project.time.timestamp()))


def _add(tar: tarfile.TarFile, path: Path, name: str, time: int) -> None:
    status = path.lstat()
    entry = tarfile.TarInfo(name)
    entry.mode = stat.S_IMODE(status.st_mode)
    entry.mtime = time
    content = io.BytesIO()
    if stat.S_ISLNK(status.st_mode):
        entry.type, entry.mode, entry.linkname = tarfile.SYMTYPE, 0o777, os.readlink(path)
    elif stat.S_ISDIR(status.st_mode):
        entry.type = tarfile.DIRTYPE
    else:
        entry.size = status.st_size
        content = path.open("rb")
    with content:
        tar.addfile(entry, content)
