"""The files that the checks look at."""
import os
import pathlib
import re
import subprocess


def files_of(root):
    """Paths, relative to root, of what git tracks or would add; without git, of all but build trees and dot folders."""
    git = subprocess.run(["git", "-C", root, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
                         capture_output=True, text=True, check=False) if (root / ".git").exists() else None
    if git and git.returncode == 0:
        names = set(git.stdout.split("\0")) - {""}
        return sorted(pathlib.PurePosixPath(name) for name in names if (root / name).is_file())
    found = []
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders
                      if name not in ("build", "karvon-data", "__pycache__") and (not name.startswith(".") or name == ".ci")]
        found += [pathlib.PurePosixPath(pathlib.Path(folder, name).relative_to(root).as_posix()) for name in names]
    return sorted(found)


_COMMENT_OR_STRING = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"', re.DOTALL)


def without_comments(text):
    """C++ with its comments blanked, line numbers kept."""
    def blank(match):
        return match[0] if match[0].startswith('"') else "\n" * match[0].count("\n")
    return _COMMENT_OR_STRING.sub(blank, text)
