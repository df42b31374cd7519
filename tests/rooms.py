#!/usr/bin/env python3
"""Checks that no room of src/ includes what it must not.

usage: rooms.py [SOURCE_DIR]        checks the tree
       rooms.py --self-test         checks this check

The table is the one in ARCHITECTURE.md: a room may use the rooms named here and
itself, and only those marked may use MLIR.
"""
import re, sys, tempfile
from pathlib import Path

# room: (rooms it may use, whether it may include MLIR)
ROOMS = {
    "device": ((), False),
    "formats": (("device",), False),
    "emulator": (("device", "formats"), False),
    "dialect": (("device",), True),
    "codegen": (("dialect", "formats", "device"), True),
    "driver": (("codegen", "dialect", "emulator", "formats", "device"), True),
    "tools": (("driver", "codegen", "dialect", "emulator", "formats", "device"), True),
}
# Inside the dialect room: aie knows nothing of aiex.
INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]')
SUFFIXES = {".h", ".cpp", ".cc", ".inc", ".td"}


def violations(source: Path):
    for path in sorted((source / "src").rglob("*")):
        if path.suffix not in SUFFIXES or not path.is_file():
            continue
        parts = path.relative_to(source / "src").parts
        room = parts[0]
        if len(parts) == 1:
            continue  # the precompiled header's anchor
        if room not in ROOMS:
            yield f"{path.relative_to(source)}: no such room: {room}"
            continue
        uses, mlir = ROOMS[room]
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1):
            match = INCLUDE.match(line)
            if not match:
                continue
            target = match.group(1)
            head = target.split("/")[0]
            where = f"{path.relative_to(source)}:{number}"
            if head in ROOMS and head != room and head not in uses:
                yield f"{where}: room {room} must not include {target}"
            if head in ("mlir", "mlir-c") and not mlir:
                yield f"{where}: room {room} must not include MLIR ({target})"
            if parts[:2] == ("dialect", "aie") and target.startswith("dialect/aiex/"):
                yield f"{where}: dialect aie must not include dialect aiex ({target})"


def self_test():
    """Every forbidden pair of rooms must be found, every allowed one passed."""
    for room, (uses, mlir) in ROOMS.items():
        for other in list(ROOMS) + ["mlir"]:
            with tempfile.TemporaryDirectory() as tmp:
                folder = Path(tmp) / "src" / room
                folder.mkdir(parents=True)
                (folder / "A.cpp").write_text(f'#include "{other}/X.h"\n')
                allowed = mlir if other == "mlir" else other == room or other in uses
                found = list(violations(Path(tmp)))
                assert bool(found) != allowed, (room, other, found)
    print("self-test passed")


def main():
    if sys.argv[1:] == ["--self-test"]:
        return self_test()
    source = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent.parent
    found = list(violations(source))
    print("\n".join(found) or "every room includes only what it may")
    sys.exit(1 if found else 0)


main()
