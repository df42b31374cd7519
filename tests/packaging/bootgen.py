#!/usr/bin/env python3
"""Packs the CDO files of the kit's designs with bootgen too: the PDI must be the same, byte for byte.

usage: bootgen.py BIN_DIR

bootgen must also accept each of our PDIs with -read. Without bootgen the test is skipped (status 77).
"""
import concurrent.futures, os, shutil, sys
from pathlib import Path
import designs

aiecc = Path(sys.argv[1]).resolve() / "aiecc"
GROUPS = ("pipeline", "configuration", "designs", "xclbin", "driver", "objectfifo", "trace")


def check(source):
    """(number of PDIs compared, complaints); (0, []) for an input that is no whole design."""
    with designs.scratch() as folder:
        pack = [aiecc, *designs.NO_CORES, "--disable-repeater-scripts", "--tmpdir=work", "--aie-generate-pdi", source]
        for beside in source.parent.iterdir():
            if beside.suffix == ".elf":  # programs that the designs name
                os.makedirs(f"{folder}/work", exist_ok=True)
                shutil.copy(beside, f"{folder}/work")
        done = designs.run(pack, folder)
        if done.returncode != 0:
            return 0, [f"{source}: aiecc crashed"] if done.returncode < 0 else []
        complaints, images = [], sorted(Path(folder).glob("*.pdi"))
        for ours in images:
            designs.must(["bootgen", "-arch", "versal", "-image", f"work/{ours.stem}_design.bif", "-o", "theirs", "-w"], folder)
            if ours.read_bytes() != (Path(folder) / "theirs").read_bytes():
                complaints.append(f"{source.relative_to(designs.kit)}: {ours.name} differs from bootgen's")
            read = designs.run(["bootgen", "-arch", "versal", "-read", ours], folder)
            if read.returncode != 0 or "aie_image" not in read.stdout or "[ERROR]" in read.stdout + read.stderr:
                complaints.append(f"{source.relative_to(designs.kit)}: bootgen cannot read {ours.name}: {read.stdout[-300:]}{read.stderr[-300:]}")
        return len(images), complaints


def main():
    if not shutil.which("bootgen"):
        print("bootgen is not installed: nothing to compare with")
        sys.exit(77)
    count, used, wrong = 0, 0, []
    sources = designs.inputs(*GROUPS)
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for images, complaints in pool.map(check, sources):
            count, used, wrong = count + images, used + bool(images), wrong + complaints
    print("\n".join(wrong))
    print(f"{count} PDIs of {used} designs ({len(sources)} inputs) compared with bootgen's, {len(wrong)} complaints")
    sys.exit(1 if wrong or used < 20 else 0)


main()
