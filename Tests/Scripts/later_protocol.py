"""A startup packet of protocol 3.9999, as libpq 19 sends it: the lane has to answer 3.2 and go on. PORT"""

import socket
import struct
import sys

parameters = b"user\0agent\0database\0postgres\0_pq_.later\0on\0\0"
packet = struct.pack("!ii", 8 + len(parameters), 3 << 16 | 9999) + parameters
with socket.create_connection(("127.0.0.1", int(sys.argv[1])), timeout=30) as connection:
    connection.sendall(packet)
    stream = connection.makefile("rb")
    kinds = []
    while not kinds or kinds[-1] not in (b"Z", b"E"):
        kind = stream.read(1)
        (length,) = struct.unpack("!i", stream.read(4))
        body = stream.read(length - 4)
        if kind == b"v":
            assert body == struct.pack("!ii", 3 << 16 | 2, 1) + b"_pq_.later\0", body
        if kind == b"K":
            assert len(body) == 4 + 32, body
        kinds.append(kind)
assert kinds[0] == b"v" and kinds[-1] == b"Z" and b"K" in kinds, kinds
