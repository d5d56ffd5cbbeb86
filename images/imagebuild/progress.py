"""What a build says, and how it fails."""
import subprocess
import sys
import time


class Failure(Exception):
    """Ends the build; the text says what to do about it."""

    def __init__(self, text: str, status: int = 1):
        super().__init__(text)
        self.status = status


def unavailable(text: str) -> Failure:
    """Something that is needed isn't there."""
    return Failure(text, 3)


class Progress:
    """Lines on stderr about one image."""

    def __init__(self, image: str):
        self._image = image
        self._started = time.monotonic()

    def say(self, text: str) -> None:
        print(f"images: {self._image}: {text}", file=sys.stderr, flush=True)

    def seconds(self) -> float:
        return time.monotonic() - self._started


def run(*command, remedy: str, **options) -> str:
    """The output of a command, which must succeed."""
    words = [str(word) for word in command]
    try:
        done = subprocess.run(words, capture_output=True, text=True, check=False, **options)
    except FileNotFoundError as e:
        raise unavailable(f"{words[0]} isn't there. Remedy: {remedy}") from e
    if done.returncode != 0:
        said = "\n".join((done.stderr + done.stdout).strip().splitlines()[-20:])
        raise unavailable(f"{' '.join(words[:3])} failed: {said}\nRemedy: {remedy}")
    return done.stdout
