"""Reads 1 GB slowly. Arguments: lane URL, process number of the sidecar, RSS growth limit in MiB.

The result is asked for over a raw socket; nothing is read for a while, then all of it, in pieces. Ends with 0 when every
row came as it should and the sidecar's resident memory never grew past the limit.
"""

import socket
import struct
import sys
import time
from urllib.parse import urlsplit

url, process, growth_mib_limit = urlsplit(sys.argv[1]), sys.argv[2], int(sys.argv[3])
ROWS, WIDTH = 100_000, 10_000


def resident_mib():
    with open(f"/proc/{process}/status") as status:
        return next(int(line.split()[1]) // 1024 for line in status if line.startswith("VmRSS"))


stream = socket.create_connection((url.hostname, url.port), timeout=60)
stream.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 16)
reader = stream.makefile("rb", buffering=1 << 16)


def message():
    header = reader.read(5)
    assert len(header) == 5, "closed"
    kind, length = header[:1], struct.unpack("!i", header[1:])[0]
    return kind, reader.read(length - 4)


user = (url.username or "agent").encode()
body = struct.pack("!i", 196608) + b"user\0" + user + b"\0database\0" + url.path[1:].encode() + b"\0\0"
stream.sendall(struct.pack("!i", len(body) + 4) + body)
while message()[0] != b"Z":
    pass
before = resident_mib()
text = f"SELECT n, repeat('x', {WIDTH}) FROM generate_series(1, {ROWS}) n".encode() + b"\0"
stream.sendall(b"Q" + struct.pack("!i", len(text) + 4) + text)
peak = before
for _ in range(12):
    time.sleep(0.25)
    peak = max(peak, resident_mib())
rows = received = 0
filling = struct.pack("!i", WIDTH) + b"x" * WIDTH
while True:
    kind, content = message()
    assert kind != b"E", content
    received += len(content)
    if kind == b"D":
        rows += 1
        number = str(rows).encode()
        wanted = struct.pack("!hi", 2, len(number)) + number + filling
        assert content == wanted, f"row {rows} is {content[:40]}"
        if rows % 1000 == 0:
            time.sleep(0.02)
            peak = max(peak, resident_mib())
    if kind == b"Z":
        break
assert rows == ROWS and received > 1_000_000_000 - 1, (rows, received)
assert peak - before <= growth_mib_limit, f"resident memory grew from {before} to {peak} MiB"
