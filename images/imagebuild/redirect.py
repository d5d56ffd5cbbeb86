"""The image that sets a Pod's redirection rules: iptables, a shell, and our script."""
import shutil
from pathlib import Path

from . import archive, debian, etc
from .progress import Progress
from .project import Project
from .stage import fresh

_PACKAGES = {
    "libc6": debian.LIBC,
    "libxtables12": ["usr/lib/*/libxtables.so.*"],
    "libip4tc2": ["usr/lib/*/libip4tc.so.*"],
    "libip6tc2": ["usr/lib/*/libip6tc.so.*"],
    "libmnl0": ["usr/lib/*/libmnl.so.*"],
    "libnftnl11": ["usr/lib/*/libnftnl.so.*"],
    "iptables": [
        "usr/sbin/xtables-*-multi",
        "usr/sbin/ip*tables-nft*",
        "usr/sbin/ip*tables-legacy*",
        # The extensions that the rules use, and what iptables looks for by itself.
        *(
            f"usr/lib/*/xtables/lib{name}.so"
            # REDIRECT is a link to NAT.
            for name in ("xt_owner", "xt_standard", "xt_tcp", "*_REDIRECT", "*_NAT")
        ),
    ],
    "busybox-static": ["usr/bin/busybox"],
}
_TOOLS = ["sh", "cat", "grep", "head", "ip", "sed", "tr"]


def build(project: Project, progress: Progress) -> Path:
    root = fresh(project, "redirect")
    debian.add(root, _PACKAGES, progress)
    etc.write(root, {})
    for tool in _TOOLS:
        (root / "usr/bin" / tool).symlink_to("busybox")
    script = root / "usr/local/bin/sekisho-redirect"
    script.parent.mkdir(parents=True)
    shutil.copy(project.root / "images/redirect/sekisho-redirect", script)
    script.chmod(0o755)
    image = archive.Image(
        name="redirect",
        title="Sekisho redirection rules",
        layers=[archive.Layer(root)],
        entrypoint=["/usr/local/bin/sekisho-redirect"],
        user="0:0",
    )
    return archive.write(project, image)
