"""What an agent tries at a fence, and what helps it from outside, packet by packet.

usage: sockets.py routed ADDRESS VIA PORT        connects by a route that is written into its packets (IPv4, IPv6)
       sockets.py older ADDRESS PORT FOLDER      connects, waits for FOLDER/fenced and for a byte, then sends one
       sockets.py counts ADDRESS PORT FOLDER     serves that: a byte every tenth of a second; what comes is FOLDER/came
       sockets.py bound PORT ADDRESS OTHER FOLDER
                                                 listens at PORT and answers nobody; when FOLDER/opened is there, connects from
                                                 PORT to ADDRESS, port OTHER
       sockets.py opens ADDRESS PORT TO OTHER    as root, sends the packet that opens a connection, and nothing else
"""

import pathlib
import socket
import struct
import sys
import time

# Not in Python's socket: linux/in6.h.
IPV6_RTHDR = 57


def wait(file):
    for _ in range(100):
        if file.exists():
            return
        time.sleep(0.1)
    raise SystemExit(f"{file.name} did not come")


def routed(address, via, port):
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as one:
        one.settimeout(4)
        if family == socket.AF_INET6:
            # RFC 8754: one segment behind the first, the last comes first.
            segments = socket.inet_pton(family, address) + socket.inet_pton(family, via)
            header = struct.pack("!BBBBBBH", 0, len(segments) // 8, 4, 1, 1, 0, 0) + segments
            one.setsockopt(socket.IPPROTO_IPV6, IPV6_RTHDR, header)
        else:
            # RFC 791: loose source and record route, by one hop.
            option = struct.pack("!BBB", 131, 7, 4) + socket.inet_aton(via) + b"\0"
            one.setsockopt(socket.IPPROTO_IP, socket.IP_OPTIONS, option)
        one.connect((address, int(port)))


def older(address, port, folder):
    with socket.create_connection((address, int(port)), timeout=10) as one:
        one.recv(1)
        (folder / "connected").touch()
        wait(folder / "fenced")
        # What has come already, and then what comes now: the first packet that a fence sees of it comes from outside.
        one.setblocking(False)
        try:
            while one.recv(4096):
                pass
        except (BlockingIOError, ConnectionResetError):
            pass
        one.settimeout(5)
        try:
            one.recv(1)
            one.send(b"x")
            time.sleep(1)
            one.send(b"y")
        except OSError as failure:
            print(f"it ended: {failure}")


def counts(address, port, folder):
    with socket.create_server((address, int(port))) as server:
        (folder / "counting").touch()
        one, _ = server.accept()
        one.settimeout(0.1)
        while True:
            try:
                one.send(b".")
                came = one.recv(1)
            except TimeoutError:
                continue
            except OSError:
                return
            if not came:
                return
            (folder / "came").touch()


def bound(port, address, other, folder):
    with socket.socket() as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(("", int(port)))
        listening.listen(0)
        # A full queue drops what opens connections, and says nothing.
        waiting = [socket.create_connection(("127.0.0.1", int(port)))]
        (folder / "bound").touch()
        wait(folder / "opened")
    for one in waiting:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        one.close()
    with socket.socket() as one:
        one.settimeout(4)
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        one.bind(("", int(port)))
        one.connect((address, int(other)))


def opens(address, port, to, other):
    segment = struct.pack("!HHIIBBHHH", int(port), int(other), 1, 0, 5 << 4, 2, 1024, 0, 0)
    pseudo = socket.inet_aton(address) + socket.inet_aton(to) + struct.pack("!BBH", 0, 6, len(segment))
    total = sum(struct.unpack(f"!{(len(pseudo) + len(segment)) // 2}H", pseudo + segment))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    segment = segment[:16] + struct.pack("!H", ~total & 0xFFFF) + segment[18:]
    with socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_TCP) as one:
        one.bind((address, 0))
        one.sendto(segment, (to, 0))


if __name__ == "__main__":
    what, *words = sys.argv[1:]
    if what in ("older", "counts", "bound"):
        words[-1] = pathlib.Path(words[-1])
    {"routed": routed, "older": older, "counts": counts, "bound": bound, "opens": opens}[what](*words)
