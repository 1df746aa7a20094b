"""Checks of the house's order: READMEs, names, no paths of one machine. Each finding is 'file:line: what; what to do'."""
import pathlib
import re

from layers import LAYERS
from source_tree import files_of, without_comments

# A name that says nothing attracts everything.
EMPTY_WORDS = {"util", "utils", "helper", "helpers", "common", "manager", "managers", "misc"}
EMPTY_TYPE = re.compile(r"\b(?:class|struct|namespace)\s+(\w*(?:Manager|Helpers?|Utils?)|utils?|helpers?|common|misc)\b")
# The home folders of people, root's, and the places where build machines lay a work tree.
MACHINE_PATH = re.compile(r"(?<![\w.~-])/(?:root|work|home/[a-z][\w-]*|Users/\w+|github/workspace)(?:/|\b)")


def words(name):
    return re.split(r"[._-]", name.lower())


def check_readmes(files):
    folders = {pathlib.PurePosixPath(path.parts[0]) for path in files if len(path.parts) > 1}
    folders |= {pathlib.PurePosixPath(rules.path) for rules in LAYERS.values()
                if any(str(path).startswith(rules.path + "/") for path in files)}
    for folder in sorted(folders):
        if not folder.name.startswith(".") and folder / "README.md" not in files:
            yield f"{folder}/README.md:1: is missing; say what lives in {folder}/, and what may not"


def check_names(root, files):
    for path in files:
        for part in path.parts:
            empty = EMPTY_WORDS.intersection(words(part))
            if empty:
                yield f"{path}:1: '{empty.pop()}' says nothing of what is inside; name it after its subject"
        if path.suffix in (".cpp", ".hpp"):
            if path.name != path.name.lower() or "-" in path.name:
                yield f"{path}:1: C++ files are named in snake_case; rename it"
            text = without_comments((root / path).read_text(encoding="utf-8", errors="replace"))
            for number, line in enumerate(text.splitlines(), 1):
                empty = EMPTY_TYPE.search(line)
                if empty:
                    yield f"{path}:{number}: '{empty[1]}' says nothing of what it does; name it after its subject"


# What others have written, kept as it came.
VENDORED = ("api/docs/swagger-ui",)


def check_machine_paths(root, files):
    for path in files:
        if (root / path).is_symlink() or str(path).startswith(VENDORED):
            continue
        for number, line in enumerate((root / path).read_bytes().decode("utf-8", "replace").splitlines(), 1):
            found = MACHINE_PATH.search(line)
            if found:
                yield f"{path}:{number}: names '{found[0]}', a path of one machine; use a relative path or a setting"


def check(root):
    files = files_of(root)
    return [*check_readmes(set(files)), *check_names(root, files), *check_machine_paths(root, files)]
