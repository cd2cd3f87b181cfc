"""What the packages have in common: the facts of `Cargo.toml`, the files beside the program, and files of fixed bytes.

The same inputs make the same bytes: entries are sorted, owned by root, have one of two modes, and are dated by
`SOURCE_DATE_EPOCH`, or else by the commit.
"""

import gzip
import io
import os
import subprocess
import sys
import tarfile
import tempfile
import time
import tomllib
import zipfile
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
MANIFEST = tomllib.loads((ROOT / "Cargo.toml").read_text("utf-8"))["package"]
NAME = MANIFEST["name"]
VERSION = MANIFEST["version"]

COMPLETIONS = {
    "bash": f"{NAME}.bash",
    "fish": f"{NAME}.fish",
    "powershell": f"_{NAME}.ps1",
    "zsh": f"_{NAME}",
}

# The earliest moment that a zip can say.
ZIP_EPOCH = 315532800


class Entry(NamedTuple):
    """A file of a package."""

    name: str
    data: bytes
    is_program: bool = False


class Platform(NamedTuple):
    """A target of the release, and what others call it."""

    npm_os: str
    npm_cpu: str
    wheel: str

    @property
    def suffix(self) -> str:
        return ".exe" if self.npm_os == "win32" else ""


# `wheel` is the machine of Linux wheels, which say their C library themselves, and the whole tag of others. The
# workflow sets MACOSX_DEPLOYMENT_TARGET to what these tags promise.
PLATFORMS = {
    "aarch64-apple-darwin": Platform("darwin", "arm64", "macosx_11_0_arm64"),
    "aarch64-unknown-linux-gnu": Platform("linux", "arm64", "aarch64"),
    "aarch64-unknown-linux-musl": Platform("linux", "arm64", "aarch64"),
    "x86_64-apple-darwin": Platform("darwin", "x64", "macosx_10_12_x86_64"),
    "x86_64-pc-windows-msvc": Platform("win32", "x64", "win_amd64"),
    "x86_64-unknown-linux-gnu": Platform("linux", "x64", "x86_64"),
    "x86_64-unknown-linux-musl": Platform("linux", "x64", "x86_64"),
}


def arguments(*names: str) -> list[str]:
    """The command line, which has to have as many arguments as there are names."""
    if len(sys.argv) != len(names) + 1:
        sys.exit(f"usage: {Path(sys.argv[0]).name} {' '.join(names)}")
    return sys.argv[1:]


def platform(target: str) -> Platform:
    """What others call a target."""
    if target not in PLATFORMS:
        sys.exit(f"`{target}` is not a target of the release; these are: {', '.join(PLATFORMS)}")
    return PLATFORMS[target]


def epoch() -> int:
    """The moment that dates all files, in seconds."""
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if given:
        return int(given)
    command = ["git", "-C", str(ROOT), "log", "-1", "--format=%ct"]
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def document(name: str) -> Entry:
    """A file at the top of the repository."""
    return Entry(name, (ROOT / name).read_bytes())


def documents() -> list[Entry]:
    """The files that every package has."""
    return [document(name) for name in ("CHANGELOG.md", "LICENSE", "README.md")]


def written_by(binary: Path) -> tuple[list[Entry], list[Entry]]:
    """The manual pages and the completion scripts, which the program writes itself."""
    with tempfile.TemporaryDirectory() as folder:
        # The texts name the program as it was started.
        program = Path(folder) / (NAME + binary.suffix)
        program.write_bytes(binary.read_bytes())
        program.chmod(0o755)
        pages = Path(folder) / "man"
        pages.mkdir()
        environment = {**os.environ, "SOURCE_DATE_EPOCH": str(epoch())}

        def run(*options: str) -> bytes:
            command = [str(program), *options]
            return subprocess.run(command, check=True, capture_output=True, env=environment, cwd=folder).stdout

        run("man", str(pages))
        manual = [Entry(page.name, page.read_bytes()) for page in sorted(pages.iterdir())]
        scripts = [Entry(name, run("completions", shell)) for shell, name in COMPLETIONS.items()]
    return manual, scripts


def tar_gz(path: Path, entries: list[Entry]) -> None:
    """Writes a tar.gz."""
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for entry in sorted(entries):
            info = tarfile.TarInfo(entry.name)
            info.size = len(entry.data)
            info.mode = 0o755 if entry.is_program else 0o644
            info.mtime = epoch()
            info.uname = info.gname = "root"
            archive.addfile(info, io.BytesIO(entry.data))
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "wb") as file, gzip.GzipFile("", "wb", 9, file, mtime=0) as packed:
        packed.write(data.getvalue())


def zip_file(path: Path, entries: list[Entry]) -> None:
    """Writes a zip, its entries in the order given."""
    moment = time.gmtime(max(epoch(), ZIP_EPOCH))[:6]
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        for entry in entries:
            info = zipfile.ZipInfo(entry.name, moment)
            info.create_system = 3
            info.external_attr = (0o100755 if entry.is_program else 0o100644) << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, entry.data, compresslevel=9)
