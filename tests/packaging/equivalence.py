#!/usr/bin/env python3
"""Configures emulated NPUs from the three forms of each design of the kit: the state must be the same.

usage: equivalence.py BIN_DIR

What is compared, and which differences the forms have by their nature, stands in equivalence.cpp.
"""
import concurrent.futures, re, shutil, subprocess, sys
from pathlib import Path
import designs

tools = Path(sys.argv[1]).resolve()
judge = tools.parent / "tests/packaging-equivalence"
GROUPS = ("pipeline", "configuration", "designs", "objectfifo", "xclbin", "driver")


def forms(source, device, folder):
    """Writes the forms of one device of a physical module; the judge's command line."""
    aie_opt, translate = tools / "aie-opt", tools / "aie-translate"
    lowered = {}
    for form in ("transaction", "control-packets"):
        pipeline = f"--pass-pipeline=builtin.module(aie.device(convert-aie-to-{form}{{elf-dir=. device-name={device}}}))"
        lowered[form] = designs.must([aie_opt, pipeline, source], folder)
        (Path(folder) / f"{form}.mlir").write_text(lowered[form])
    # The configuration goes to the front, so it is the first sequence, or the part before the design's own.
    first = re.search(r"runtime_sequence @(\w+)", lowered["transaction"].split(f"@{device}(", 1)[-1] if f"@{device}(" in lowered["transaction"] else lowered["transaction"])
    chosen = [f"--aie-device-name={device}", f"--aie-sequence-name={first.group(1)}", "--aie-output-binary"]
    designs.must([translate, "--aie-npu-to-binary", *chosen, "transaction.mlir", "-o", "txn.bin"], folder)
    designs.must([translate, "--aie-ctrlpkt-to-bin", *chosen, "control-packets.mlir", "-o", "packets.bin"], folder)
    designs.must([translate, "--aie-generate-cdo", f"--aie-device-name={device}", source], folder)
    addresses = re.findall(r"aiex\.control_packet \{address = (\d+)", lowered["control-packets"])
    (Path(folder) / "addresses").write_text("\n".join(addresses) + "\n")
    kind = re.search(r"aie\.device\((\w+)\)", Path(folder, source).read_text()).group(1)
    cdos = [f"{device}_aie_cdo_{part}.bin" for part in ("elfs", "init", "enable")]
    return [judge, kind, "txn.bin", "packets.bin", "addresses", *cdos]


def check(source):
    """'' for an input with more than one device or no physical form, else what the judge says."""
    if len(re.findall(rb"aie\.device\(", source.read_bytes())) != 1:
        return None
    with designs.scratch() as folder:
        for beside in source.parent.glob("*.elf"):
            shutil.copy(beside, folder)
        done = designs.run([tools / "aiecc", *designs.NO_CORES, "--disable-repeater-scripts", "--tmpdir=.", "--dump-intermediates",
                            "--aie-generate-cdo", source], folder)
        if done.returncode != 0:
            return None
        physical = f"{source.stem}_physical.mlir"
        text = (Path(folder) / physical).read_text()
        # The design's own sequences are not part of the configuration.
        device = re.search(r"aie\.device\(\w+\)(?: @(\w+))?", text).group(1) or "main"
        (Path(folder) / "alone.mlir").write_text(designs.must([tools / "aie-opt", physical], folder))
        said = designs.run(forms("alone.mlir", device, folder), folder)
        return said.returncode == 0, f"{source.relative_to(designs.kit)}: {said.stdout}{said.stderr}"


def main():
    sources = designs.inputs(*GROUPS)
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        results = [r for r in pool.map(check, sources) if r]
    wrong = [text for good, text in results if not good]
    print("\n".join(wrong))
    totals = {what: sum(int(n) for _, text in results for n in re.findall(rf"(\d+) {what}", text))
              for what in ("words compared", "channel enables", "masked words")}
    print(f"{len(results)} designs in three forms, {totals}: {len(wrong)} differ")
    sys.exit(1 if wrong or len(results) < 30 else 0)


main()
