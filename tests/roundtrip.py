#!/usr/bin/env python3
"""Prints every conformance input, reads the print back, and wants the same print.

usage: roundtrip.py BIN_DIR

For each .mlir of the kit that aie-opt accepts (as one module; files of several modules are split
at their markers): `aie-opt X | aie-opt` and `aie-opt X --emit-bytecode | aie-opt` must equal
`aie-opt X`. Inputs that aie-opt refuses are those of cases about errors; they are counted.
"""
import concurrent.futures, os, re, subprocess, sys
from pathlib import Path

here = Path(__file__).resolve().parent
opt = str(Path(sys.argv[1]) / "aie-opt")


def run(text, *options):
    return subprocess.run([opt, *options, "-"], input=text, capture_output=True, timeout=120)


def check(path):
    """(number of round trips, number refused, complaints)"""
    trips, refused, wrong = 0, 0, []
    for part, text in enumerate(re.split(rb"^// -----.*$", path.read_bytes(), flags=re.M)):
        name = f"{path.relative_to(here)} part {part}"
        first = run(text)
        if first.returncode < 0:
            wrong.append(f"{name}: aie-opt crashed")
        if first.returncode != 0:
            refused += 1
            continue
        for form, again in (("text", first.stdout), ("bytecode", run(text, "--emit-bytecode").stdout)):
            second = run(again)
            if second.returncode != 0 or second.stdout != first.stdout:
                wrong.append(f"{name}: {form} does not come back the same: {second.stderr.decode(errors='replace')[:300]}")
        trips += 1
    return trips, refused, wrong


def main():
    files = sorted(p for p in (here / "conformance").rglob("*.mlir") if not p.name.startswith("expected") and "expected" not in p.parts)
    trips, refused, wrong = 0, 0, []
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for t, r, w in pool.map(check, files):
            trips, refused, wrong = trips + t, refused + r, wrong + w
    print("\n".join(wrong))
    print(f"{len(files)} files: {trips} modules make the round trip or fail below, {refused} are refused, {len(wrong)} complaints")
    sys.exit(1 if wrong or trips < 200 else 0)


main()
