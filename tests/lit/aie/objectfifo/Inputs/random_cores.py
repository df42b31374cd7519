#!/usr/bin/env python3
"""Random cores against the meaning of acquire and release.

usage: random_cores.py FIRST_SEED COUNT

Each seed gives a core of nested loops that acquire, use and release objects of a
few FIFOs. The program is run twice: as written, by what acquire and release mean,
and as aie-opt lowers it. Both must wait for and give the same locks, hand the same
buffers to the same calls and see the same loop indices, in the same order.
"""
import random, re, subprocess, sys

OBJECT = "memref<8xi32>"
VIEW = f"!aie.objectfifosubview<{OBJECT}>"


class Invalid(Exception):
    """A program that releases what it does not hold, or runs too long."""


def make_core(rng):
    """Ring sizes and a list of statements:
    ('for', lower, upper, step, body), ('acquire' | 'use' | 'release', fifo, objects), ('index',)."""
    rings = [rng.randint(1, 5) for _ in range(rng.randint(1, 3))]

    def body(level):
        statements = []
        for _ in range(rng.randint(1, 3)):
            if rng.random() < 0.45 and level < 3:
                rounds, step = rng.choice([1, 2, 3, 4, 5, 6, 7, 9, 12, 13]), rng.choice([1, 1, 1, 2, 3])
                lower = rng.choice([0, 0, 1, 5])
                statements.append(("for", lower, lower + rounds * step - rng.randint(0, step - 1), step, body(level + 1)))
                continue
            fifo = rng.randrange(len(rings))
            count = rng.randint(1, rings[fifo])
            released = rng.choice([count, count, count, rng.randint(0, count)])
            statements += [("acquire", fifo, count), ("use", fifo, count)]
            if rng.random() < 0.2:
                statements.append(("index",))
            if rng.random() < 0.15:
                statements.append(("for", 0, rng.randint(1, 9), 1, [("index",)]))
            if released:
                statements.append(("release", fifo, released))
        return statements

    return rings, body(0)


def meaning(rings, core, limit=20000):
    """What the core does, as a list of events."""
    events, held, oldest = [], [0] * len(rings), [0] * len(rings)

    def run(statements, index):
        for kind, *rest in statements:
            if len(events) > limit:
                raise Invalid
            if kind == "for":
                for i in range(rest[0], rest[1], rest[2]):
                    run(rest[3], i)
            elif kind == "index":
                events.append(("index", index))
            else:
                fifo, count = rest
                if kind == "acquire":
                    missing = max(0, count - held[fifo])
                    if missing:
                        events.append(("take", fifo, missing))
                    held[fifo] += missing
                elif kind == "use":
                    events.append(("use", *((fifo, (oldest[fifo] + k) % rings[fifo]) for k in range(count))))
                else:
                    if held[fifo] < count:
                        raise Invalid
                    events.append(("give", fifo, count))
                    held[fifo] -= count
                    oldest[fifo] = (oldest[fifo] + count) % rings[fifo]

    run(core, -1)
    return events


def as_mlir(rings, core):
    lines = ["aie.device(npu2) {", "%a = aie.tile(1, 2)", "%b = aie.tile(1, 3)"]
    lines += [f"aie.objectfifo @f{i}(%a, {{%b}}, {ring} : i32) : !aie.objectfifo<{OBJECT}>" for i, ring in enumerate(rings)]
    lines += [f"func.func private @use{n}({', '.join([OBJECT] * n)})" for n in range(1, 6)]
    lines += ["func.func private @index(index)", "aie.core(%a) {", "%none = arith.constant -1 : index"]
    names = (f"%v{i}" for i in range(10**6))

    def emit(statements, index):
        view = None
        for kind, *rest in statements:
            if kind == "for":
                bounds = [next(names) for _ in range(3)]
                lines.extend(f"{name} = arith.constant {value} : index" for name, value in zip(bounds, rest))
                i = next(names)
                lines.append(f"scf.for {i} = {bounds[0]} to {bounds[1]} step {bounds[2]} {{")
                emit(rest[3], i)
                lines.append("}")
            elif kind == "index":
                lines.append(f"func.call @index({index}) : (index) -> ()")
            elif kind == "acquire":
                view = next(names)
                lines.append(f"{view} = aie.objectfifo.acquire @f{rest[0]}(Produce, {rest[1]}) : {VIEW}")
            elif kind == "release":
                lines.append(f"aie.objectfifo.release @f{rest[0]}(Produce, {rest[1]})")
            else:
                objects = [next(names) for _ in range(rest[1])]
                lines.extend(f"{o} = aie.objectfifo.subview.access {view}[{k}] : {VIEW} -> {OBJECT}" for k, o in enumerate(objects))
                lines.append(f"func.call @use{rest[1]}({', '.join(objects)}) : ({', '.join([OBJECT] * rest[1])}) -> ()")

    emit(core, "%none")
    return "\n".join(lines + ["aie.end", "}", "}"])


def run_lowered(text):
    """The events of a lowered core: loops, index arithmetic, locks and calls."""
    lines = [line.strip() for line in text.splitlines()]
    at = next(i for i, line in enumerate(lines) if "aie.core(" in line) + 1

    def parse():
        nonlocal at
        body = []
        while True:
            line, at = lines[at], at + 1
            if line == "}" or line == "aie.end":
                return body
            loop = re.fullmatch(r"scf.for (\S+) = (\S+) to (\S+) step (\S+) \{", line)
            body.append((loop.groups(), parse()) if loop else line)

    events, values = [], {}

    def run(body):
        for line in body:
            if isinstance(line, tuple):
                (index, lower, upper, step), inner = line
                for i in range(values[lower], values[upper], values[step]):
                    values[index] = i
                    run(inner)
            elif m := re.fullmatch(r"(\S+) = arith.constant (-?\d+) : index", line):
                values[m[1]] = int(m[2])
            elif m := re.fullmatch(r"(\S+) = arith.(muli|addi) (\S+), (\S+) : index", line):
                a, b = values[m[3]], values[m[4]]
                values[m[1]] = a * b if m[2] == "muli" else a + b
            elif m := re.fullmatch(r"aie.use_lock\(%f(\d+)_(prod|cons)_lock_0, (\w+), (\d+)\)", line):
                assert (m[2], m[3]) in (("prod", "AcquireGreaterEqual"), ("cons", "Release")), line
                events.append(("give" if m[3] == "Release" else "take", int(m[1]), int(m[4])))
            elif m := re.match(r"func.call @use\d\(([^)]*)\)", line):
                events.append(("use", *((int(f), int(b)) for f, b in re.findall(r"%f(\d+)_buff_(\d+)", m[1]))))
            elif m := re.match(r"func.call @index\((\S+)\)", line):
                events.append(("index", values[m[1]]))
            else:
                raise AssertionError(f"not understood: {line}")

    run(parse())
    return events


def check(seed):
    """Whether seed's program is one; fails loudly if it is lowered wrongly."""
    rings, core = make_core(random.Random(seed))
    try:
        expected = meaning(rings, core)
    except Invalid:
        return False
    source = as_mlir(rings, core)
    result = subprocess.run(["aie-opt", "--aie-objectFifo-stateful-transform"], input=source, capture_output=True, text=True)
    if result.returncode or result.stderr:
        sys.exit(f"seed {seed}: {result.stderr}\n{source}")
    actual = run_lowered(result.stdout)
    if actual != expected:
        at = next((i for i, (a, b) in enumerate(zip(actual, expected)) if a != b), min(len(actual), len(expected)))
        sys.exit(f"seed {seed}: event {at} is {actual[at:at + 1]}, not {expected[at:at + 1]}\n{source}")
    return True


first, count = int(sys.argv[1]), int(sys.argv[2])
print(f"{sum(check(seed) for seed in range(first, first + count))} cores checked")
