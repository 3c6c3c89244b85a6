# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "What crosses to a worker"
# claim = "A pickled 8 MB buffer carries all its bytes, out of band only a note about them."
# browser = true
# rows = ["M46", "S031"]
# ///
"""What a process pool would send for an argument of 8 MB, counted in bytes.
In band the data travels in the pickle. Out of band the pickle only says where it belongs.
"""

import pickle

BUFFER = bytearray(8_000_000)
TASK = ("data.bin", 0, 8_000_000)


def in_band(data):
    return pickle.dumps(data, protocol=5)


def out_of_band(data):
    """The pickle, and the buffers it leaves for some other road, not copied."""
    buffers = []
    message = pickle.dumps(pickle.PickleBuffer(data), protocol=5, buffer_callback=buffers.append)
    return message, buffers


def main() -> None:
    message, buffers = out_of_band(BUFFER)
    print("pickled for 8,000,000 bytes")
    print(f"the data, in band      {len(in_band(BUFFER)):11,}")
    print(f"the data, out of band  {len(message):11,}")
    print(f"  buffers left as they are {len(buffers):7,}")
    print(f"a file's name, a range {len(pickle.dumps(TASK, protocol=5)):11,}")


def test_in_band_everything_travels():
    """The pickle is longer than the data."""
    assert len(BUFFER) < len(in_band(BUFFER)) < len(BUFFER) + 100


def test_out_of_band_the_message_is_a_note():
    """Under 50 bytes, and the same whatever the size."""
    assert len(out_of_band(BUFFER)[0]) == len(out_of_band(bytearray(8))[0]) < 50


def test_the_buffer_is_the_original_and_comes_back_without_a_copy():
    """What is loaded with the buffer given is the same memory: a change shows in both."""
    data = bytearray(b"abc")
    message, buffers = out_of_band(data)
    again = pickle.loads(message, buffers=[each.raw() for each in buffers])  # noqa: S301
    data[0] = ord("x")
    assert bytes(again) == b"xbc"


if __name__ == "__main__":
    main()
