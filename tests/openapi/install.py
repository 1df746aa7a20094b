"""Installs what package-lock.json names into a folder of the build: install.py FOLDER. Nothing to do when it is there."""

import hashlib
import pathlib
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).parent
FILES = ("package.json", "package-lock.json", ".npmrc")
OLDEST = (18, 17)


def version_of_node():
    if not shutil.which("node") or not shutil.which("npm"):
        sys.exit("openapi: node and npm are not here: scripts/setup test installs them")
    text = subprocess.run(["node", "--version"], check=True, capture_output=True, text=True).stdout.strip()
    if tuple(int(part) for part in text.lstrip("v").split(".")[:2]) < OLDEST:
        sys.exit(f"openapi: node {text} is too old, it takes {'.'.join(map(str, OLDEST))} or newer")
    return text


def main(folder):
    key = hashlib.sha256(version_of_node().encode())
    for name in FILES:
        key.update((HERE / name).read_bytes())
    stamp = folder / "installed"
    if stamp.exists() and stamp.read_text() == key.hexdigest():
        return
    folder.mkdir(parents=True, exist_ok=True)
    stamp.unlink(missing_ok=True)
    for name in FILES:
        shutil.copy(HERE / name, folder)
    if subprocess.run(["npm", "ci", "--no-progress"], cwd=folder).returncode:
        sys.exit("openapi: npm could not install them; its reason is above")
    stamp.write_text(key.hexdigest())


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
