# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Lab: a line through a socket, a batch that waits, an index that thinks
#
# Three experiments that go further than [the chapter](../../chapters/buses/).
# The first uses a real socket and a real clock, so your figures will differ from these.
# The other two count: your numbers should be the ones printed here.
#
# Before you run a cell, write down what you expect.

# %%
import socket
import sqlite3
import threading
import time

from IPython.display import HTML, display

# %% [markdown]
# ## 1. Fit latency and bandwidth
#
# A thread sends back one byte for each message. We take the quickest of thirty round trips for
# each size, and look for the line `latency + bytes / bandwidth` whose errors are smallest in
# proportion (so that small messages count as much as large ones).
#
# **Predict:** at which size has this "link" half of its speed?


# %%
def receive(end: socket.socket, size: int) -> bool:
    while size:
        got = len(end.recv(min(size, 1 << 20)))
        if not got:
            return False
        size -= got
    return True


def acknowledge(end: socket.socket) -> None:
    while header := end.recv(8, socket.MSG_WAITALL):
        if receive(end, int.from_bytes(header, "big")):
            end.sendall(b"!")


def round_trip_us(end: socket.socket, size: int) -> float:
    message = size.to_bytes(8, "big") + bytes(size)
    best = float("inf")
    for _ in range(30):
        start = time.perf_counter()
        end.sendall(message)
        receive(end, 1)
        best = min(best, time.perf_counter() - start)
    return best * 1e6


def fitted_line(points: list[tuple[int, float]]) -> tuple[float, float]:
    """Foot and slope of the line with the least relative squared errors."""
    weights = [1 / y**2 for _, y in points]
    total = sum(weights)
    mean_x = sum(w * x for w, (x, _) in zip(weights, points, strict=True)) / total
    mean_y = sum(w * y for w, (_, y) in zip(weights, points, strict=True)) / total
    slope = sum(
        w * (x - mean_x) * (y - mean_y) for w, (x, y) in zip(weights, points, strict=True)
    ) / sum(w * (x - mean_x) ** 2 for w, (x, _) in zip(weights, points, strict=True))
    return mean_y - slope * mean_x, slope


here, there = socket.socketpair()
threading.Thread(target=acknowledge, args=(there,), daemon=True).start()
points = [(4**k, round_trip_us(here, 4**k)) for k in range(4, 12)]
here.close()
latency_us, us_per_byte = fitted_line(points)
print("   bytes   measured       line")
for size, us in points:
    print(f"{size:8,} {us:8.1f} µs {latency_us + us_per_byte * size:8.1f} µs")
print(f"latency {latency_us:.0f} µs, bandwidth {1 / us_per_byte / 1000:.2f} GB/s (n = 30)")
print(f"half speed at {latency_us / us_per_byte / 1000:.0f} kB")

# %% [markdown]
# Where the two columns part, the model leaves something out: buffers that fill, caches that do
# not, a second thread that has to be woken more than once.
#
# ## 2. The best batch
#
# Questions come in one each millisecond. A trip costs 5 ms and each question 0.1 ms more. We wait
# until a batch is full and send it; one trip at a time. A small batch makes a queue before the
# road, a large one lets the first wait for the last.
#
# **Predict:** which batch gives the shortest mean wait? Which is the smallest that works at all?


# %%
def mean_wait_ms(batch: int, questions: int = 2_520) -> float:
    free, waited = 0.0, 0.0
    for first in range(0, questions, batch):
        arrivals = range(first, min(first + batch, questions))
        done = max(free, arrivals[-1]) + 5 + 0.1 * len(arrivals)
        waited += sum(done - arrival for arrival in arrivals)
        free = done
    return waited / questions


batches = (1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 18, 21, 24, 28)
waits = [mean_wait_ms(batch) for batch in batches]
print("batch   mean wait")
for batch, wait in zip(batches, waits, strict=True):
    print(f"{batch:5} {wait:9.2f} ms")

# %% [markdown]
# The next cell only draws the curve from where the road keeps up.


# %%
def picture(sizes: list[int], values: list[float]) -> str:
    """Mean wait over the size of the batch."""

    def at(size: int, value: float) -> str:
        return f"{60 + 17 * size:.0f},{240 - 9 * value:.0f}"

    line = " ".join(at(size, value) for size, value in zip(sizes, values, strict=True))
    dots = "".join(
        f'<circle cx="{at(s, v).split(",")[0]}" cy="{at(s, v).split(",")[1]}" r="4"/>'
        for s, v in zip(sizes, values, strict=True)
    )
    labels = "".join(
        f'<text x="{60 + 17 * s}" y="262" text-anchor="middle">{s}</text>' for s in sizes if s % 2
    ) + "".join(
        f'<text x="52" y="{245 - 9 * v}" text-anchor="end">{v} ms</text>' for v in (0, 10, 20)
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 560 290" role="img" width="100%"'
        ' font-family="inherit" font-size="14" fill="currentColor"'
        ' aria-label="Mean wait against the size of the batch">'
        '<path d="M60 30V240H550" stroke="currentColor" fill="none" opacity=".4"/>'
        f'<polyline points="{line}" fill="none" stroke="currentColor" stroke-width="2.5"/>'
        f"{dots}{labels}"
        '<text x="550" y="282" text-anchor="end">questions in a batch</text></svg>'
    )


steady = [(batch, wait) for batch, wait in zip(batches, waits, strict=True) if batch >= 6]
display(HTML(picture([batch for batch, _ in steady], [wait for _, wait in steady])))

# %% [markdown]
# A batch of `b` takes `5 + b / 10` ms and must be gone before the next is full, after `b` ms: so
# `b` has to be at least 5.6. Below that the queue never ends. The smallest batch that keeps up is
# also the best one, and each larger one only waits for itself.
#
# ## 3. How clever must the index be?
#
# The chapter's question, sum of one shop, with four tables: no index, an index on the shop, one
# that also holds the amount, and sums kept by a trigger.
#
# **Predict:** which of them takes the fewest steps of the database, and what does each sale pay?


# %%
SETUPS = {
    "no index": "",
    "on shop": "CREATE INDEX i ON sale (shop)",
    "shop, cents": "CREATE INDEX i ON sale (shop, cents)",
    "kept sums": """
        CREATE TABLE total (shop INTEGER PRIMARY KEY, cents INTEGER);
        CREATE TRIGGER t AFTER INSERT ON sale BEGIN
          INSERT INTO total VALUES (new.shop, new.cents)
          ON CONFLICT (shop) DO UPDATE SET cents = cents + new.cents;
        END""",
}


def steps_of(db: sqlite3.Connection, query: str, rows: list[tuple[int, int]]) -> int:
    """Steps of the database's own machine: for one query, or for all the rows put in."""
    steps = 0

    def step() -> int:
        nonlocal steps
        steps += 1
        return 0

    db.set_progress_handler(step, 1)
    if rows:
        db.executemany(query, rows)
    else:
        db.execute(query).fetchall()
    db.set_progress_handler(None, 1)
    return steps


sales = [(i % 100, i * 37 % 5_000) for i in range(10_000)]
print("               a question     a sale")
for name, setup in SETUPS.items():
    db = sqlite3.connect(":memory:")
    db.execute("CREATE TABLE sale (shop INTEGER, cents INTEGER)")
    db.executescript(setup)
    put = steps_of(db, "INSERT INTO sale VALUES (?, ?)", sales)
    kept = name == "kept sums"
    query = "SELECT cents FROM total" if kept else "SELECT sum(cents) FROM sale"
    asked = steps_of(db, query + " WHERE shop = 7", [])
    print(f"{name:12}{asked:13,}{put / len(sales):11.1f}")
    db.close()

# %% [markdown]
# The steps are those of your SQLite; their order is what counts. An index moves work from the
# question to the sale, and so do kept sums, further. Which is right depends on how often you ask.
#
# ## Your turn
#
# 1. In experiment 1 use `socket.create_connection` to another machine. Which of the two numbers
#    changes more?
# 2. In experiment 2 let two trips be on the way at once. Which batch is best now?
# 3. In experiment 3 ask for all shops at once (`GROUP BY shop`). Which setup gains, and why?
