"""Folders in which images are put together."""
import shutil
from pathlib import Path

from .project import Project


def fresh(project: Project, name: str) -> Path:
    """An empty folder of that name."""
    folder = project.work / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder
