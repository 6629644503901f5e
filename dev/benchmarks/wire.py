"""A PostgreSQL client that reads as fast as the socket gives: what it costs itself is next to nothing, so that the way to
the server is what is measured. It knows no password: the server trusts the role that it is for."""
import socket
import struct

TIMEOUT_SECONDS = 120
#: Of one CopyData message, as psql sends them.
COPY_BYTES = 8192


class Connection:
    def __init__(self, contender):
        self.socket = socket.create_connection((contender.host, contender.port), TIMEOUT_SECONDS)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        body = struct.pack("!i", 196608)
        for name, value in (("user", contender.reader), ("database", contender.database)):
            body += name.encode() + b"\0" + value.encode() + b"\0"
        body += b"\0"
        self.socket.sendall(struct.pack("!i", len(body) + 4) + body)
        self.buffer = bytearray(1 << 20)
        self.until_ready()

    def until_ready(self):
        """Reads up to ReadyForQuery, which is the last thing that a server sends, and gives how many bytes there were."""
        view, total, tail = memoryview(self.buffer), 0, b""
        while True:
            count = self.socket.recv_into(view)
            if count == 0:
                raise RuntimeError(f"the connection was closed: {tail!r}")
            total += count
            tail = (tail + bytes(view[max(0, count - 400):count]))[-400:]
            if tail[-6:-1] == b"Z\x00\x00\x00\x05":
                if tail[-1:] == b"E" or b"SERROR" in tail or b"SFATAL" in tail:
                    raise RuntimeError(f"the server answered with an error: {tail!r}")
                return total

    def query(self, text):
        body = text.encode() + b"\0"
        self.socket.sendall(b"Q" + struct.pack("!i", len(body) + 4) + body)
        return self.until_ready()

    def binary(self, text):
        """Extended protocol, all results in binary."""
        parse = b"\0" + text.encode() + b"\0" + struct.pack("!h", 0)
        bind = b"\0\0" + struct.pack("!hhhh", 0, 0, 1, 1)
        message = b""
        for letter, body in ((b"P", parse), (b"B", bind), (b"E", b"\0" + struct.pack("!i", 0)), (b"S", b"")):
            message += letter + struct.pack("!i", len(body) + 4) + body
        self.socket.sendall(message)
        return self.until_ready()

    def copy_in(self, table, data):
        """Sends all of `data`, the text form of rows, to a table."""
        body = f"COPY {table} FROM STDIN".encode() + b"\0"
        self.socket.sendall(b"Q" + struct.pack("!i", len(body) + 4) + body)
        answer = b""
        while len(answer) < 5 or len(answer) < 1 + struct.unpack("!i", answer[1:5])[0]:
            answer += self.socket.recv(4096)
        if answer[:1] != b"G":
            raise RuntimeError(f"the server takes no data: {answer!r}")
        for start in range(0, len(data), COPY_BYTES):
            piece = data[start:start + COPY_BYTES]
            self.socket.sendall(b"d" + struct.pack("!i", len(piece) + 4))
            self.socket.sendall(piece)
        self.socket.sendall(b"c" + struct.pack("!i", 4))
        self.until_ready()

    def close(self):
        self.socket.close()
