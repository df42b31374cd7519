#!/usr/bin/env python3
"""Installs the package to a fresh prefix and builds a small project against it.

usage: install.py BUILD_DIR CXX_COMPILER GENERATOR

The project finds the package by find_package(Tilewright), makes libraries of dynamic runtime
sequences, links them and runs. The source tree must not be needed: nothing in the prefix names it.
"""
import os, shutil, subprocess, sys, tempfile
from pathlib import Path

build, compiler, generator = sys.argv[1:]
here = Path(__file__).resolve().parent


def run(*command, **more):
    result = subprocess.run([str(c) for c in command], capture_output=True, text=True, **more)
    if result.returncode != 0:
        sys.exit(f"failed: {' '.join(map(str, command))}\n{result.stdout}{result.stderr}")
    return result.stdout


with tempfile.TemporaryDirectory() as folder:
    folder = Path(folder)
    prefix = folder / "prefix"
    run("cmake", "--install", build, "--prefix", prefix)
    tools = sorted(p.name for p in (prefix / "bin").iterdir())
    if not {"aiecc", "aiecc.py", "aie-opt", "aie-run", "aie-translate", "aie-inspect"} <= set(tools):
        sys.exit(f"tools are missing: {tools}")
    for text in list(prefix.rglob("*.cmake")) + list(prefix.rglob("*.h")):
        if str(here.parent.parent) in text.read_text():
            sys.exit(f"{text} names the source tree")
    shutil.copytree(here / "consumer", folder / "consumer")
    # CCACHE and friends of the outer build do not matter here; the prefix does.
    environment = {k: v for k, v in os.environ.items() if not k.startswith("CMAKE_")}
    run("cmake", "-S", folder / "consumer", "-B", folder / "build", "-G", generator,
        f"-DCMAKE_PREFIX_PATH={prefix}", f"-DCMAKE_CXX_COMPILER={compiler}", env=environment)
    run("cmake", "--build", folder / "build", env=environment)
    print(run(folder / "build/consumer"), end="")
    # A second build has nothing to do; a touched design is translated again.
    generated = folder / "build/streams_txn.cpp"
    before = generated.stat().st_mtime_ns
    (folder / "consumer/design.mlir").touch()
    run("cmake", "--build", folder / "build", env=environment)
    if generated.stat().st_mtime_ns == before:
        sys.exit("a change of the design does not reach the library")
    # Errors of the design stop the build, and say where.
    (folder / "consumer/design.mlir").write_text("aie.device(npu1) {\n  aie.runtime_sequence @s(%x: f32) { scf.if %y {} }\n}\n")
    broken = subprocess.run(["cmake", "--build", str(folder / "build")], capture_output=True, text=True, env=environment)
    if broken.returncode == 0 or "design.mlir:2:" not in broken.stdout + broken.stderr:
        sys.exit(f"a wrong design is built:\n{broken.stdout}{broken.stderr}")
print(f"installed {', '.join(tools)}; the project builds and runs")
