# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "The links that Linux tells of"
# claim = "A link of 16 GT/s and 4 lanes moves a gigabyte in 127 ms."
# browser = true
# rows = ["S026", "S028"]
# ///
"""NUMA nodes, PCI Express links, drives and network cards, as far as sysfs tells of them.
A virtual machine tells little: its devices are imagined, and so have no lanes.
"""

import tempfile
from pathlib import Path

SYS = Path("/sys")


def text_of(path):
    try:
        return path.read_text().strip()
    except OSError:
        return ""


def gb_per_s(transfers, lanes):
    """One direction; 2.5 and 5 GT/s send 8 of 10 bits, 8 to 32 GT/s 128 of 130, 64 in flits."""
    data = 8 / 10 if transfers < 8 else 128 / 130 if transfers < 64 else 236 / 256
    return transfers * data * lanes / 8


def links(sys=SYS):
    """Rates of the PCI Express links in use."""
    found = []
    for device in sorted((sys / "bus/pci/devices").glob("*")):
        speed = text_of(device / "current_link_speed").split(" ")[0]
        lanes = text_of(device / "current_link_width")
        if speed.replace(".", "").isdigit() and lanes.isdigit() and int(lanes):
            found.append(gb_per_s(float(speed), int(lanes)))
    return found


def drives(sys=SYS):
    """Names of drives, and whether they say that they turn."""
    queues = sorted((sys / "block").glob("*/queue/rotational"))
    names = {queue.parent.parent.name: text_of(queue) == "1" for queue in queues}
    return {k: v for k, v in names.items() if not k.startswith(("loop", "ram", "zram"))}


def cards(sys=SYS):
    """Network cards with the speed they give, in Mb/s."""
    speeds = {path.name: text_of(path / "speed") for path in (sys / "class/net").glob("*")}
    return {name: int(speed) for name, speed in speeds.items() if speed.isdigit()}


def main() -> None:
    nodes = list((SYS / "devices/system/node").glob("node[0-9]*"))
    print(f"NUMA nodes     {len(nodes) or 'none to be seen'}")
    rates = sorted(links(), reverse=True)
    for rate in rates[:4]:
        print(f"PCIe link      {rate:.2f} GB/s: 1 GB in {1000 / rate:.0f} ms")
    print(f"PCIe links     {len(rates) or 'none to be seen'}")
    for name, turns in drives().items():
        print(f"drive {name:8} says that it {'turns' if turns else 'does not turn'}")
    for name, speed in cards().items():
        print(f"card  {name:8} {speed / 8000:.2f} GB/s: 1 GB in {8e6 / speed:.0f} ms")
    print(f"network cards  {len(cards()) or 'none that give a speed'}")


def test_a_tree_with_one_device_of_each_kind():
    """Gen4 x4 in the slot, a drive that turns, a card of 10 Gb/s; loops are left out."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in {
            "bus/pci/devices/0000:01:00.0/current_link_speed": "16.0 GT/s PCIe",
            "bus/pci/devices/0000:01:00.0/current_link_width": "4",
            "bus/pci/devices/0000:02:00.0/current_link_speed": "Unknown",
            "block/sda/queue/rotational": "1",
            "block/loop0/queue/rotational": "0",
            "class/net/eth0/speed": "10000",
            "class/net/lo/speed": "-1",
        }.items():
            path = Path(folder) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text + "\n")
        assert [round(rate, 2) for rate in links(Path(folder))] == [7.88]
        assert drives(Path(folder)) == {"sda": True}
        assert cards(Path(folder)) == {"eth0": 10_000}


def test_a_gigabyte_over_gen4_x4_takes_127_ms():
    """1 / 7.877 GB/s."""
    assert round(1000 / gb_per_s(16, 4)) == 127


if __name__ == "__main__":
    main()
