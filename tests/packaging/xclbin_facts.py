#!/usr/bin/env python3
"""Compares what `aie-inspect --json` says of each xclbin of the conformance kit with the facts recorded from xclbinutil's files.

usage: xclbin_facts.py BIN_DIR
"""
import json, os, shutil, sys
from pathlib import Path
import designs

tools = Path(sys.argv[1]).resolve()


def differences(want, got, path=""):
    """What the facts say and the tool does not; the tool may say more."""
    if isinstance(want, dict):
        if not isinstance(got, dict):
            return [f"{path}: no object but {got!r}"]
        return [d for key, value in want.items() for d in (differences(value, got[key], f"{path}/{key}") if key in got
                                                           else [f"{path}/{key}: missing"])]
    if isinstance(want, list):
        if not isinstance(got, list) or len(got) != len(want):
            return [f"{path}: {got!r} in place of {want!r}"]
        return [d for i, (w, g) in enumerate(zip(want, got)) for d in differences(w, g, f"{path}[{i}]")]
    return [] if want == got and type(want) is type(got) else [f"{path}: {got!r} in place of {want!r}"]


def leaves(facts):
    children = facts.values() if isinstance(facts, dict) else facts if isinstance(facts, list) else None
    return 1 if children is None else sum(leaves(c) for c in children)


def main():
    assert differences({"a": [1, 2]}, {"a": [1, 3]}) and differences({"a": 1}, {}) and not differences({"a": 1}, {"a": 1, "b": 2})
    environment = {**os.environ, "PATH": f"{tools}:{os.environ['PATH']}"}
    cases = sorted(file.parent.parent for file in designs.kit.glob("*/*/expected/facts.json"))
    wrong, compared = [], 0
    for case in cases:
        facts = json.loads((case / "expected/facts.json").read_text())
        with designs.scratch() as folder:
            for file in case.iterdir():
                if file.is_file():
                    shutil.copy(file, folder)
            designs.steps(case, environment, folder, lambda step: "facts.py" not in step["run"])
            printed = json.loads(designs.must([tools / "aie-inspect", "--json", "aie.xclbin"], folder))
        wrong += [f"{case.name}: {d}" for d in differences(facts, printed)]
        compared += leaves(facts)
    print("\n".join(wrong))
    print(f"{len(cases)} xclbins, {compared} facts compared, {len(wrong)} differ")
    sys.exit(1 if wrong or not cases else 0)


main()
