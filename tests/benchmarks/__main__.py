"""``python -m tests.benchmarks NAME``: run one benchmark and print what it measured."""

import importlib
import sys
from pathlib import Path
from typing import Protocol, cast


class _Benchmark(Protocol):
    def main(self) -> int: ...


def _run() -> int:
    names = sorted(path.stem for path in Path(__file__).parent.glob("*.py") if not path.stem.startswith("_"))
    if len(sys.argv) != 2 or sys.argv[1] not in names:
        sys.stderr.write(f"usage: python -m tests.benchmarks {{{','.join(names)}}}\n")
        return 64
    return cast(_Benchmark, importlib.import_module(f"tests.benchmarks.{sys.argv[1]}")).main()


if __name__ == "__main__":
    sys.exit(_run())
