#!/usr/bin/env python3
"""Takes the disk away from aiecc, aie-translate and aie-opt: what was there must stay whole, and the error must be said.

usage: writing.py BIN_DIR

For every output of the tools: over an existing file a too long write fails (a limit on file
sizes stands for the full disk), a read-only file and a folder that cannot be written are refused.
Then the old bytes are still there, no temporary file is, the exit status is 1 and the message names
the file. A write that works keeps the permissions of the file. The superuser, whom permissions do not
stop, runs the tools as nobody.
"""
import os, re, resource, subprocess, sys
from pathlib import Path
import designs

tools = Path(sys.argv[1]).resolve()
design = designs.kit / "pipeline/explicit-dma-8-cores/input.mlir"
small = designs.kit / "configuration/core-dma-ping-pong/input.mlir"
NOBODY = 65534
OLD = b"the old contents\n"
aiecc = [tools / "aiecc", *designs.NO_CORES, "--disable-repeater-scripts", "--tmpdir=work"]
small_flow = designs.kit / "driver/control-packet-outputs/input.mlir"
overlay = ["--generate-ctrl-pkt-overlay", "--aie-generate-ctrlpkt"]

# What is written -> the command. {} is the folder of the file.
OUTPUTS = {
    "o.insts": [*aiecc, "--aie-generate-npu-insts", "--npu-insts-name={}/o.insts", design],
    "o.pdi": [*aiecc, "--aie-generate-pdi", "--pdi-name={}/o.pdi", design],
    "o.xclbin": [*aiecc, "--aie-generate-xclbin", "--xclbin-name={}/o.xclbin", design],
    "o.txn": [*aiecc, "--aie-generate-txn", "--txn-name={}/o.txn", design],
    "o.elf": [*aiecc, "--aie-generate-elf", "--elf-name={}/o.elf", design],
    "full.elf": [*aiecc, "--generate-full-elf", "--full-elf-name={}/full.elf", design],
    "o.ctrlpkt": [*aiecc, *overlay, "--ctrlpkt-name={}/o.ctrlpkt", small_flow],
    "o.ctrldma": [*aiecc, *overlay, "--ctrlpkt-dma-seq-name={}/o.ctrldma", small_flow],
    "main_aie_cdo_init.bin": [*aiecc[:-1], "--tmpdir={}", "--aie-generate-cdo", design],
    "main_mem_topology.json": [*aiecc[:-1], "--tmpdir={}", "--aie-generate-xclbin", design],
    "cdo/main_aie_cdo_init.bin": [tools / "aie-translate", "--aie-generate-cdo", "--work-dir-path={}/cdo", small],
    "o.cpp": [tools / "aie-translate", "--aie-generate-xaie", small, "-o", "{}/o.cpp"],
    "opt.mlir": [tools / "aie-opt", small, "-o", "{}/opt.mlir"],
    "o.mlir": [tools / "aie-translate", "--aie-generate-xaie", "--o={}/o.mlir", small],
}


def files(folder):
    return sorted(str(p.relative_to(folder)) for p in Path(folder).rglob("*") if p.is_file() and "work" not in p.parts)


def attempt(name, command, situation):
    """One output in one situation; the complaints."""
    with designs.scratch() as folder:
        out = Path(folder) / "out"
        target = out / name
        target.parent.mkdir(parents=True)
        target.write_bytes(OLD)
        target.chmod(0o440 if situation == "read-only file" else 0o640)
        mode = target.stat().st_mode
        os.mkdir(f"{folder}/work")
        before = files(out)
        if situation == "read-only folder":
            target.parent.chmod(0o550)
        limit = 20 if situation == "full" else resource.RLIM_INFINITY
        nobody = {}
        if os.geteuid() == 0:
            nobody = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
            for place in [folder, *Path(folder).rglob("*")]:
                os.chown(place, NOBODY, NOBODY)
        done = subprocess.run([str(c).replace("{}", str(out)) for c in command], cwd=folder, capture_output=True, text=True,
                              timeout=120, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)), **nobody)
        target.parent.chmod(0o750)
        said = done.stdout + done.stderr
        if situation == "writable":
            good = done.returncode == 0 and target.read_bytes() != OLD and target.stat().st_mode == mode
            return [] if good else [f"{name}: exit {done.returncode}, mode {target.stat().st_mode:o}: {said[-300:]}"]
        wrong = []
        if done.returncode != 1:
            wrong.append(f"exit {done.returncode}, not 1: {said[-300:]}")
        if target.read_bytes() != OLD:
            wrong.append("the old file is changed")
        # Of several files in one folder, those before the protected one may be new.
        if [f for f in files(out) if f not in before and (".tmp-" in f or situation != "read-only file")]:
            wrong.append(f"something is left: {files(out)}")
        # What is written first, into the work folder too, is what fails first.
        if not re.search(rf"cannot .*'[^']*({target.name}|{target.parent}|work/|main_ctrlpkt.bin)", said):
            wrong.append(f"the error does not name the file: {said[-300:]!r}")
        return [f"{name}, {situation}: {w}" for w in wrong]


def main():
    situations = ("writable", "full", "read-only file", "read-only folder")
    wrong = [w for name, command in OUTPUTS.items() for s in situations for w in attempt(name, command, s)]
    print("\n".join(wrong))
    print(f"{len(OUTPUTS)} outputs in {len(situations)} situations, {len(wrong)} complaints")
    sys.exit(1 if wrong else 0)


main()
