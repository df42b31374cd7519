#!/usr/bin/env python3
"""The same design gives the same bytes: again, elsewhere, and with any number of jobs.

usage: determinism.py BIN_DIR

Compiles each example twice with -j 1 and twice with -j 4, each in a folder of its own, and compares
the instruction stream (or the C++ of a dynamic one), the three CDO files, the PDI and the xclbin (with the cores' host objects).
"""
import subprocess, sys, tempfile
from pathlib import Path

examples = Path(__file__).resolve().parent.parent / "examples"
aiecc = Path(sys.argv[1]).resolve() / "aiecc"
FILES = ["sequence", "design.pdi", "design.xclbin"] + [f"prj/main_aie_cdo_{part}.bin" for part in ("elfs", "init", "enable")]


def outputs(design, jobs):
    dynamic = "npu.dyn_" in design.read_text()
    sequence = ["--aie-generate-txn-cpp", "--txn-cpp-name=sequence"] if dynamic else ["--aie-generate-npu-insts", "--npu-insts-name=sequence"]
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([aiecc, "--no-compile", "--no-link", "--host-program", *sequence, "--aie-generate-pdi",
                        "--aie-generate-xclbin", "--pdi-name=design.pdi", "--xclbin-name=design.xclbin",
                        "--tmpdir=prj", f"-j{jobs}", design], cwd=folder, check=True, stdout=subprocess.DEVNULL)
        return {name: (Path(folder) / name).read_bytes() for name in FILES}


def main():
    wrong, compared = [], 0
    for design in sorted(examples.glob("*/design.mlir")):
        first = outputs(design, 1)
        for jobs in (1, 4, 4):
            again = outputs(design, jobs)
            for name in FILES:
                compared += 1
                if again[name] != first[name]:
                    wrong.append(f"{design.parent.name}: {name} differs with -j {jobs}")
    print("\n".join(wrong))
    print(f"{compared} files compared, {len(wrong)} differ")
    sys.exit(1 if wrong or not compared else 0)


main()
