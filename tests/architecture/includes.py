"""Checks every #include of the tree against layers.py. Each finding is 'file:line: what; what to do'."""
import pathlib
import re

from layers import CLOCK_FILES, CLOCK_LAYERS, LAYERS, PARSER_FUZZERS, PARSERS_IN, PARTIES, STANDARD
from source_tree import files_of, without_comments

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
WALL_CLOCK = re.compile(r"\bsystem_clock::now\b|(?<![\w.>])(?:std::|::)time\s*\(|\bgettimeofday\b|\bCLOCK_REALTIME\b")


def layer_of(path):
    """The name of the layer that a file belongs to, or None."""
    name = str(path)
    stem = str(path.with_suffix(""))
    for layer, rules in LAYERS.items():
        if stem in rules.also:
            return layer
    fitting = [layer for layer, rules in LAYERS.items() if name.startswith(rules.path + "/")]
    return max(fitting, key=lambda layer: len(LAYERS[layer].path), default=None)


def tested_by(path):
    """The layers whose private parts a test may look at, by its folder."""
    if str(path).startswith(PARSER_FUZZERS + "/"):
        return list(PARSERS_IN)
    return [path.parts[1]] if path.parts[0] == "tests" and len(path.parts) > 2 and path.parts[1] in LAYERS else []


def may_see_src_of(path, other):
    """Whether a file may include the private headers of another layer: its own tests, and main beside api's."""
    return other in tested_by(path) or (layer_of(path) == "main" and other == "api")


def party_of(header):
    if header in STANDARD:
        return "std"
    fitting = [start for start in PARTIES if header.startswith(start)]
    return PARTIES[max(fitting, key=len)] if fitting else None


def is_public(path, layer):
    return str(path).startswith(LAYERS[layer].path + "/include/")


class Includes:
    def __init__(self, root):
        self.root = root
        self.files = [path for path in files_of(root) if path.suffix in (".cpp", ".hpp", ".h")]
        self.known = set(self.files)
        self.findings = []
        self.graph = {}

    def check(self):
        for path in self.files:
            layer = layer_of(path)
            if layer is None:
                self.report(path, 1, "no layer owns this folder",
                            "add its row to tests/architecture/layers.py, and say in DECISIONS.md why there is a new layer")
                continue
            self.check_file(path, layer)
        self.check_cycles()
        return self.findings

    def report(self, path, line, what, remedy):
        self.findings.append(f"{path}:{line}: {what}; {remedy}")

    def check_file(self, path, layer):
        text = without_comments((self.root / path).read_text(encoding="utf-8", errors="replace"))
        self.graph[path] = []
        for number, line in enumerate(text.splitlines(), 1):
            include = INCLUDE.match(line)
            if include:
                self.check_include(path, layer, number, include[2], include[1] == '"')
            elif WALL_CLOCK.search(line) and layer not in CLOCK_LAYERS and str(path) not in CLOCK_FILES:
                self.report(path, number, "reads the wall clock", "take `now` as a parameter, or the scheduler's Clock")

    def check_include(self, path, layer, number, header, quoted):
        target = self.resolve(path, layer, header, quoted)
        if target is not None:
            self.graph[path].append((target, number))
            self.check_own(path, layer, number, header, target)
        elif quoted:
            self.report(path, number, f'"{header}" is no file of ours',
                        "include third parties with <>, our own as \"folder/name.hpp\"")
        else:
            self.check_party(path, layer, number, header)

    def resolve(self, path, layer, header, quoted):
        """Our file that is meant, looked for where the compiler would: beside the includer, then the include roots."""
        places = [path.parent] if quoted else []
        places += [pathlib.PurePosixPath(rules.path, "include") for rules in LAYERS.values()]
        if layer == "tests":
            places.append(pathlib.PurePosixPath("tests"))
            places += [pathlib.PurePosixPath(LAYERS[other].path, "src") for other in tested_by(path)]
        else:
            places.append(pathlib.PurePosixPath(LAYERS[layer].path, "src"))
        for place in places:
            parts = []
            for part in (place / header).parts:
                if part == ".." and parts:
                    parts.pop()
                else:
                    parts.append(part)
            target = pathlib.PurePosixPath(*parts)
            if target in self.known:
                return target
        return None

    def check_own(self, path, layer, number, header, target):
        other = layer_of(target)
        if is_public(path, layer) and not is_public(target, other):
            self.report(path, number, f"a public header includes the private '{header}'",
                        "declare forward what it needs, or make that header public too")
        if other == layer:
            return
        if other not in LAYERS[layer].ours:
            may = ", ".join(sorted(LAYERS[layer].ours)) or "none of our other layers"
            self.report(path, number, f"{layer} may not include {other} ('{header}')",
                        f"{layer} may know {may}; turn the dependency round with a port, or move the code to where both are known")
        elif not is_public(target, other) and not may_see_src_of(path, other):
            self.report(path, number, f"includes '{header}' of {other}'s src",
                        f"use {other}'s public headers, under {LAYERS[other].path}/include, or extend them")

    def check_party(self, path, layer, number, header):
        rules = LAYERS[layer]
        party = party_of(header)
        if party == "std":
            return
        if party is None:
            self.report(path, number, f"<{header}> is of a third party that tests/architecture/layers.py does not know",
                        "use what is there; a new dependency needs a DECISIONS.md entry, scripts/packages.txt and a row there")
        elif party not in rules.parties:
            self.report(path, number, f"{layer} may not include {party} (<{header}>)",
                        f"{layer} may use {', '.join(sorted(rules.parties)) or 'the standard library only'}; "
                        "do this in the layer that owns that library")
        elif party in rules.only_in and str(path) != rules.only_in[party]:
            self.report(path, number, f"{party} (<{header}>) belongs in {rules.only_in[party]} only",
                        "call that file's functions")
        elif is_public(path, layer) and party not in rules.public:
            self.report(path, number, f"a public header of {layer} exposes {party} (<{header}>)",
                        "move it to src, behind a forward declaration or a pimpl")

    def check_cycles(self):
        done, trail = set(), []

        def visit(path):
            if path in done:
                return
            trail.append(path)
            for target, number in self.graph.get(path, []):
                if target in trail:
                    circle = " -> ".join(str(step) for step in trail[trail.index(target):] + [target])
                    self.report(path, number, f"headers include one another in a circle: {circle}",
                                "declare one of them forward")
                else:
                    visit(target)
            trail.pop()
            done.add(path)

        for path in self.files:
            visit(path)


def table_faults():
    """Faults of the table itself: layers that know one another in a circle, or names it does not define."""
    found = []

    def visit(layer, trail):
        if layer in trail:
            found.append(f"layers.py: a circle of layers: {' -> '.join(trail[trail.index(layer):] + [layer])}")
            return
        for other in sorted(LAYERS[layer].ours):
            visit(other, trail + [layer])

    for name, rules in LAYERS.items():
        unknown = (rules.ours - set(LAYERS)) | ((rules.parties | rules.public | set(rules.only_in)) - set(PARTIES.values()))
        found += [f"layers.py: {name} names '{what}', which is not defined" for what in sorted(unknown)]
        found += [f"layers.py: {name}'s public headers may include {what}, its sources may not"
                  for what in sorted(rules.public - rules.parties)]
    if not found:
        for name in LAYERS:
            visit(name, [])
    return found


def check(root):
    return table_faults() or Includes(root).check()
