"""A real API server with an empty cluster, for as long as something is run against it."""
import base64
import contextlib
import socket
import ssl
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from .progress import run, unavailable
from .project import Project

NAMESPACE = "sekisho-system"

_TOKEN = "admin"
_START_SECONDS = 120


@contextlib.contextmanager
def running(project: Project) -> Iterator[Path]:
    """Gives a folder with `kubeconfig`. The cluster has our namespace and is empty but for what it makes by itself."""
    fetch = project.root / "integration-tests/tools/fetch"
    tools = run(fetch, "etcd", "kube-apiserver", remedy=f"see what {fetch} --help says").split()
    with tempfile.TemporaryDirectory(prefix="sekisho-api.") as name, contextlib.ExitStack() as processes:
        folder = Path(name)
        # Whoever reads the kubeconfig may be somebody else.
        folder.chmod(0o755)
        etcd, peer, port = _free_ports(3)
        _start(processes, folder, "etcd", [
            tools[0],
            f"--data-dir={folder}/etcd",
            "--unsafe-no-fsync",
            f"--listen-client-urls=http://127.0.0.1:{etcd}",
            f"--advertise-client-urls=http://127.0.0.1:{etcd}",
            f"--listen-peer-urls=http://127.0.0.1:{peer}",
        ])
        run("openssl", "genrsa", "-out", folder / "sa.pem", "2048", remedy="install openssl")
        (folder / "tokens.csv").write_text(f"{_TOKEN},admin,1,system:masters\n")
        server = _start(processes, folder, "kube-apiserver", [
            tools[1],
            f"--etcd-servers=http://127.0.0.1:{etcd}",
            f"--secure-port={port}",
            "--bind-address=127.0.0.1",
            f"--cert-dir={folder}/certs",
            "--service-account-issuer=https://kubernetes.default.svc",
            f"--service-account-key-file={folder}/sa.pem",
            f"--service-account-signing-key-file={folder}/sa.pem",
            f"--token-auth-file={folder}/tokens.csv",
            "--authorization-mode=RBAC",
            "--service-cluster-ip-range=10.0.0.0/24",
        ])
        _await_ready(server, folder, port)
        body = b'{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"%s"}}' % NAMESPACE.encode()
        _call(port, "/api/v1/namespaces", body)
        (folder / "kubeconfig").write_text(_kubeconfig(port, (folder / "certs/apiserver.crt").read_bytes()))
        yield folder


def _free_ports(count: int) -> list[int]:
    with contextlib.ExitStack() as sockets:
        bound = [sockets.enter_context(socket.socket()) for _ in range(count)]
        for one in bound:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in bound]


def _start(processes: contextlib.ExitStack, folder: Path, name: str, command: list[str]) -> subprocess.Popen:
    log = processes.enter_context((folder / f"{name}.log").open("w"))
    process = subprocess.Popen(command, stdout=log, stderr=log)
    processes.callback(process.wait)
    processes.callback(process.kill)
    return process


def _await_ready(server: subprocess.Popen, folder: Path, port: int) -> None:
    end = time.monotonic() + _START_SECONDS
    while server.poll() is None and time.monotonic() < end:
        try:
            _call(port, "/readyz")
            return
        except OSError:
            time.sleep(0.2)
    raise unavailable(f"kube-apiserver isn't ready: {(folder / 'kube-apiserver.log').read_text()[-1000:]}")


def _call(port: int, path: str, body: bytes | None = None) -> None:
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    headers = {"Authorization": f"Bearer {_TOKEN}", "Content-Type": "application/json"}
    request = urllib.request.Request(f"https://127.0.0.1:{port}{path}", body, headers)
    urllib.request.urlopen(request, context=context, timeout=10).close()


def _kubeconfig(port: int, certificate: bytes) -> str:
    return f"""\
apiVersion: v1
kind: Config
clusters:
- name: empty
  cluster: {{server: "https://127.0.0.1:{port}", certificate-authority-data: "{base64.b64encode(certificate).decode()}"}}
users:
- name: admin
  user: {{token: "{_TOKEN}"}}
contexts:
- name: empty
  context: {{cluster: empty, user: admin}}
current-context: empty
"""
