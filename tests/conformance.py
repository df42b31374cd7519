#!/usr/bin/env python3
"""Runs one group of the conformance kit and compares with what is known to fail.

usage: conformance.py BIN_DIR GROUP

Passes when exactly the cases named in conformance-known-failures.txt fail: a case that
fails and is not listed is a regression, one that is listed and passes must be struck out.
"""
import re, subprocess, sys
from pathlib import Path

here = Path(__file__).resolve().parent
bindir, group = sys.argv[1:]
known = {line.split("#")[0].strip() for line in (here / "conformance-known-failures.txt").read_text().splitlines()}
known = {name for name in known if name.startswith(group + "/")}
run = subprocess.run([sys.executable, here / "conformance" / "run", "--bin", bindir, "--filter", f"^{group}/", "--show", "1000"],
                     capture_output=True, text=True)
failed = set(re.findall(r"^FAIL (\S+)", run.stdout, re.M))
closing = re.findall(r"^(\d+) passed, (\d+) failed$", run.stdout, re.M)
if not closing or int(closing[-1][1]) != len(failed) or sum(map(int, closing[-1])) == 0:
    sys.exit(f"the runner did not finish:\n{run.stdout[-2000:]}{run.stderr[-2000:]}")
print(f"{group}: {closing[-1][0]} passed, {len(failed)} failed, of these {len(failed & known)} known")
if failed - known:
    print(run.stdout)
for name in sorted(failed - known):
    print(f"fails, and did not before: {name}")
for name in sorted(known - failed):
    print(f"passes now, strike it out of conformance-known-failures.txt: {name}")
sys.exit(1 if failed != known else 0)
