"""The file of examples: read, and written so that a person can read it too."""

import json

WIDTH = 118


def text_of(value, indent=""):
    """JSON in which what fits on a line stands on one."""
    flat = json.dumps(value, ensure_ascii=False)
    if len(indent) + len(flat) <= WIDTH or not isinstance(value, (dict, list)) or not value:
        return flat
    inner = indent + "  "
    if isinstance(value, list):
        lines = [inner + text_of(each, inner) for each in value]
        return "[\n" + ",\n".join(lines) + "\n" + indent + "]"
    lines = [f"{inner}{json.dumps(name)}: {text_of(each, inner)}" for name, each in value.items()]
    return "{\n" + ",\n".join(lines) + "\n" + indent + "}"


def write_examples(path, answers, problems):
    """Puts the answers of operations and the problems into the file; what is sent stays as it is there."""
    examples = json.loads(path.read_text())
    for operation, answer in answers.items():
        examples["operations"].setdefault(operation, {})["response"] = answer
    examples["problems"].update(problems)
    path.write_text(text_of(examples) + "\n")
