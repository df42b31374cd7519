"""What the packaging tests share: the conformance kit's designs, and how to package them."""
import json, re, shlex, subprocess, tempfile
from pathlib import Path

kit = Path(__file__).resolve().parent.parent / "conformance"
NO_CORES = ["--no-xchesscc", "--no-xbridge", "--no-compile-host", "--no-compile", "--no-link"]


def run(command, folder, environment=None, limit=120):
    return subprocess.run([str(c) for c in command], cwd=folder, capture_output=True, text=True, errors="replace",
                          timeout=limit, env=environment)


def must(command, folder):
    done = run(command, folder)
    if done.returncode != 0:
        raise AssertionError(f"{shlex.join(str(c) for c in command)}: exit {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def inputs(*groups):
    """The .mlir files of whole designs in some groups of the kit, without the cases about errors."""
    files = (file for group in groups for file in sorted((kit / group).glob("*/*.mlir")))
    return [file for file in files
            if not re.search(r"errors|fails|expected", str(file.relative_to(kit))) and b"aie.device" in file.read_bytes()]


def steps(case, environment, folder, only=lambda step: True):
    """Runs a case's steps in a folder, with the files beside it in reach."""
    spec = json.loads((case / "case.json").read_text())
    for step in spec["steps"]:
        if only(step):
            subprocess.run(["bash", "-c", step["run"].replace("%s", str(case / step.get("input", "input.mlir")))],
                           cwd=folder, env=environment, check=True, capture_output=True, timeout=120)


def scratch():
    return tempfile.TemporaryDirectory(prefix="tilewright-")
