"""`python -m bench [NAME …]`: run all benchmarks, or those named, one after the other."""

from __future__ import annotations

import importlib
import sys

BENCHMARKS = {
    "recheck": "bench.recheck",
    "runner": "bench.runner",
    "site": "bench.site",
    "page": "bench.page",
    "report": "tests.hwinfo.bench_report",
    "latency": "tests.hwinfo.bench_latency",
}


def main(names: list[str]) -> int:
    """Print each benchmark's ratios beside its goal; 2 for a name that is none."""
    for name in names:
        if name not in BENCHMARKS:
            print(f'no benchmark "{name}"; there is {", ".join(BENCHMARKS)}', file=sys.stderr)
            return 2
    for name in names or BENCHMARKS:
        print(f"\n== {name} ==", flush=True)
        importlib.import_module(BENCHMARKS[name]).main()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
