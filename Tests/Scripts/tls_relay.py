"""Somebody in between: speaks TLS with both sides by certificates of its own. PORT SERVER_PORT CERTIFICATE KEY"""

import socket
import ssl
import struct
import sys
import threading

REQUEST = struct.pack("!ii", 8, 80877103)


def pump(source, sink):
    try:
        while data := source.recv(1 << 16):
            sink.sendall(data)
    except OSError:
        pass
    finally:
        sink.close()


def serve(client, server_port, own):
    try:
        if client.recv(8, socket.MSG_WAITALL) != REQUEST:
            return client.close()
        client.sendall(b"S")
        front = own.wrap_socket(client, server_side=True)
        server = socket.create_connection(("127.0.0.1", server_port))
        server.sendall(REQUEST)
        assert server.recv(1) == b"S"
        any_server = ssl.create_default_context()
        any_server.check_hostname = False
        any_server.verify_mode = ssl.CERT_NONE
        back = any_server.wrap_socket(server)
        threading.Thread(target=pump, args=(back, front), daemon=True).start()
        pump(front, back)
    except (OSError, AssertionError):
        client.close()


port, server_port, certificate, key = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4]
own = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
own.load_cert_chain(certificate, key)
listener = socket.create_server(("127.0.0.1", port))
while True:
    accepted, _ = listener.accept()
    threading.Thread(target=serve, args=(accepted, server_port, own), daemon=True).start()
