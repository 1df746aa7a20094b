#!/usr/bin/env python3
"""check.py includes|house [ROOT]: prints what breaks the rules, and fails if anything does."""
import pathlib
import sys

import house
import includes

CHECKS = {"includes": includes.check, "house": house.check}


def main(arguments):
    if not arguments or arguments[0] not in CHECKS:
        print(__doc__, file=sys.stderr)
        return 2
    root = pathlib.Path(arguments[1]) if len(arguments) > 1 else pathlib.Path(__file__).resolve().parents[2]
    findings = CHECKS[arguments[0]](root)
    for finding in findings:
        print(finding)
    print(f"architecture, {arguments[0]}: {len(findings)} findings")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
