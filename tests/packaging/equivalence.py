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
    # The configuration is a sequence of its own, in front of the design's.
    first = re.search(r"runtime_sequence @(\w+)", lowered["transaction"])
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
    """Whether the forms agree and what was said; None for an input with several devices, one without
    transactions (only NPUs have them), or no physical form."""
    devices = re.findall(rb"aie\.device\((\w+)", source.read_bytes())
    if len(devices) != 1 or not devices[0].startswith(b"npu"):
        return None
    with designs.scratch() as folder:
        for beside in source.parent.glob("*.elf"):
            shutil.copy(beside, folder)
        done = designs.run([tools / "aiecc", *designs.NO_CORES, "--disable-repeater-scripts", "--tmpdir=.", "--dump-intermediates",
                            "--aie-generate-cdo", source], folder)
        if done.returncode != 0:
            return None
        physical = next(Path(folder).glob("*_physical.mlir")).name
        device = re.search(r"aie\.device\(\w+\)(?: @(\w+))?", (Path(folder) / physical).read_text()).group(1) or "main"
        command = forms(physical, device, folder)
        try:
            said = designs.run(command, folder, limit=4)
            alone = "in none of the run's arguments" not in said.stderr
        except subprocess.TimeoutExpired:
            alone = False
        if not alone:  # DMAs that go round without any core, or ask for memory of the host
            said = designs.run([command[0], "--hold", *command[1:]], folder)
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
