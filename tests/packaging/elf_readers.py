#!/usr/bin/env python3
"""Has readelf (binutils) and llvm-readobj read each kind of ELF that aiecc makes, and wants no complaint.

usage: elf_readers.py BIN_DIR

One sentence of readelf is expected: the table of program headers lies in no loaded segment. The
files of mlir-aie are so, and XRT does not load by segments. aie-inspect must list as many patches as
readelf finds relocations.
"""
import json, os, re, shutil, sys
from pathlib import Path
import designs

aiecc, inspect = (Path(sys.argv[1]).resolve() / tool for tool in ("aiecc", "aie-inspect"))
readers = [[shutil.which("readelf"), "-a", "-W"],
           [shutil.which("llvm-readobj-22") or shutil.which("llvm-readobj", path="/usr/lib/llvm-22/bin"), "-a"]]
EXPECTED = "the PHDR segment is not covered by a LOAD segment"
KINDS = {"instruction": ["--aie-generate-elf", "--elf-name=made.elf"],
         "full": ["--generate-full-elf", "--full-elf-name=made.elf"],
         "control packets": ["--generate-ctrl-pkt-overlay", "--aie-generate-ctrlpkt", "--aie-generate-elf", "--elf-name=made.elf"]}


def check(source, kind):
    """Complaints about the kind of ELF of one design; None if aiecc does not make it."""
    with designs.scratch() as folder:
        made = designs.run([aiecc, *designs.NO_CORES, "--disable-repeater-scripts", "--tmpdir=work", *KINDS[kind], source], folder)
        if made.returncode != 0 or not os.path.exists(f"{folder}/made.elf"):
            return None
        wrong = []
        for reader in readers:
            done = designs.run([*reader, "made.elf"], folder)
            lines = [line for line in (done.stdout + done.stderr).splitlines()
                     if re.search(r"\b(warning|error|corrupt|invalid|unable)\b", line, re.I) and EXPECTED not in line]
            if done.returncode != 0 or lines:
                wrong.append(f"{source.relative_to(designs.kit)}, {kind}: {reader[0]} exits with {done.returncode}: {lines}")
        relocations = len(re.findall(r"^[0-9a-f]{8} +[0-9a-f]{8} ", designs.must([readers[0][0], "-rW", "made.elf"], folder), re.M))
        patches = json.loads(designs.must([inspect, "--json", "made.elf"], folder))["patches"]
        if len(patches) != relocations or not all({"section", "offset", "schema", "symbol", "addend"} <= set(p) for p in patches):
            wrong.append(f"{source.relative_to(designs.kit)}, {kind}: {len(patches)} patches, {relocations} relocations")
        return wrong, relocations


def main():
    if not all(reader[0] for reader in readers):
        print("readelf and llvm-readobj are not both installed")
        sys.exit(77)
    wrong, counts = [], dict.fromkeys(KINDS, 0)
    total = 0
    for source in designs.inputs("pipeline", "txn", "runtime-sequence", "xclbin") + designs.inputs("driver"):
        for kind in KINDS:
            if counts[kind] < 12 and (result := check(source, kind)):
                counts[kind] += 1
                wrong += result[0]
                total += result[1]
    print("\n".join(wrong))
    print(f"{counts} files with {total} relocations read by readelf and llvm-readobj, {len(wrong)} complaints")
    sys.exit(1 if wrong or min(counts.values()) < 3 or not total else 0)


main()
