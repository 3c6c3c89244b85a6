"""Whether recorded machines read as their expected facts say, field by field.

Run `python -m tests.hwinfo.conformance DIR`, where DIR (or DIR/machines) holds pairs of
`name.tar.xz` (or a directory `name`) and `name.json` in the shape `hwfacts/1`.
"""

import json
import sys
from pathlib import Path

from hwinfo.collect import collect
from hwinfo.recorded import RecordedHost
from hwinfo.renderers.hwfacts import hwfacts

CACHE_KEYS = ("level", "type", "size", "line", "ways", "cpus")
NODE_KEYS = ("id", "cpus", "memory", "hugepages", "cpuless")


def find_machines(directory: Path):
    """Pairs of a recorded machine and its expected facts, by name."""
    inside = directory / "machines"
    folder = inside if inside.is_dir() else directory
    for expected in sorted(folder.glob("*.json")):
        archive = next(iter(sorted(folder.glob(f"{expected.stem}.tar*"))), None)
        yield archive or folder / expected.stem, expected


def facts_of(path: Path):
    """What our readers say about a recorded machine."""
    return hwfacts(collect(RecordedHost.open(path)), path.name.partition(".tar")[0])


def comparable(facts):
    """The fields on which every reader must agree, in a form where order does not matter."""
    by_cpus = lambda entries, keys: sorted(  # noqa: E731
        ([entry[key] for key in keys] for entry in entries), key=json.dumps
    )
    return {
        "counts": facts["counts"],
        "cpus": facts["cpus"],
        "packages": by_cpus(facts["packages"], ("id", "cpus")),
        "dies": by_cpus(facts["dies"], ("id", "cpus")),
        "cores": by_cpus(facts["cores"], ("id", "cpus")),
        "groups": by_cpus(facts["groups"], ("subtype", "id", "cpus")),
        "caches": by_cpus(facts["caches"], CACHE_KEYS),
        "cache ids": by_cpus(facts["caches"], (*CACHE_KEYS, "id")),
        "cache_summary": facts["cache_summary"],
        "numa": by_cpus(facts["numa"], NODE_KEYS),
        "numa_from_kernel": facts["numa_from_kernel"],
        "distances": facts["distances"],
        "memory": facts["memory"],
        "memory_side_caches": facts.get("memory_side_caches", []),
    }


def advisory(facts):
    """Fields where tools may differ: reported, never failed."""
    return {
        "kinds": sorted(kind["cpus"] for kind in facts["kinds"]),
        "arch": facts["arch"],
        "allowed_view": facts["allowed_view"],
        "pci": sorted(
            (each["busid"], each["class"], each["vendor"], each["device"], each["link_GBps"])
            for each in facts["pci"]
        ),
        "info": [sorted(each["info"].items()) for each in facts["packages"]],
    }


def differences(expected, found):
    """The fields that differ, with both values shortened."""
    return [
        f"{key}: expected {json.dumps(expected[key])[:300]}\n    found {json.dumps(found[key])[:300]}"
        for key in expected
        if expected[key] != found[key]
    ]


def main(arguments=None):
    """Print one line a machine, and what differs; exit 1 if anything does."""
    arguments = sys.argv[1:] if arguments is None else arguments
    folders = [argument for argument in arguments if not argument.startswith("-")]
    if len(folders) != 1 or not Path(folders[0]).is_dir():
        print("usage: python -m tests.hwinfo.conformance DIR [--advisory]", file=sys.stderr)
        return 2
    checked = failed = differing = 0
    for machine, path in find_machines(Path(folders[0])):
        expected, found = json.loads(path.read_text()), facts_of(machine)
        wrong = differences(comparable(expected), comparable(found))
        other = differences(advisory(expected), advisory(found))
        checked, failed, differing = checked + 1, failed + bool(wrong), differing + bool(other)
        print(f"{'DIFFERS' if wrong else 'agrees '} {path.stem}")
        for line in (
            *wrong,
            *(f"(advisory) {line}" for line in other if "--advisory" in arguments),
        ):
            print(f"  {line}")
    print(f"{checked - failed} of {checked} machines agree; {differing} differ in advisory fields")
    return 0 if checked and not failed else 1


if __name__ == "__main__":
    sys.exit(main())
