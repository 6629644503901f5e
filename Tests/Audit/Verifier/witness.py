#!/usr/bin/env python3
"""A witness of C2SP tlog-witness, which shares nothing with ours but the formats.

witness.py NAME PORT FOLDER

Writes its verifier key to FOLDER/key, and serves on the loopback until it is ended. FOLDER/logs holds the verifier keys
of the logs that it knows, one a line, and FOLDER/state what it has cosigned: a JSON object of origins to [size, root in
hex]. Both are read for every request, so that a test may change them.
"""
import base64
import hashlib
import json
import os
import sys
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


def node(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def power_below(size):
    power = 1
    while power * 2 < size:
        power *= 2
    return power


def roots(old, size, proof, old_root, whole=True):
    """The old and the new root that a proof leads to: RFC 6962, 2.1.2, read backwards."""
    if old == size:
        if whole:
            return old_root, old_root
        last = proof.pop()
        return last, last
    split = power_below(size)
    sibling = proof.pop()
    if old <= split:
        before, after = roots(old, split, proof, old_root, whole)
        return before, node(after, sibling)
    before, after = roots(old - split, size - split, proof, old_root, False)
    return node(sibling, before), node(sibling, after)


def consistent(old, old_root, size, root, proof):
    if old == 0:
        return not proof
    if old == size:
        return not proof and old_root == root
    rest = list(proof)
    try:
        before, after = roots(old, size, rest, old_root)
    except IndexError:
        return False
    return not rest and (before, after) == (old_root, root)


def read(name, default):
    try:
        with open(os.path.join(FOLDER, name)) as file:
            return file.read()
    except FileNotFoundError:
        return default


def write(name, text):
    path = os.path.join(FOLDER, name)
    with open(path + ".new", "w") as file:
        file.write(text)
    os.replace(path + ".new", path)


class Key:
    def __init__(self, text):
        self.name, key_id, raw = text.split("+", 2)
        self.id = bytes.fromhex(key_id)
        self.key = Ed25519PublicKey.from_public_bytes(base64.b64decode(raw)[1:])


class Witness(BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def answer(self, status, text, kind="text/plain; charset=utf-8"):
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path != "/add-checkpoint":
            return self.answer(404, "nothing here\n")
        head, _, note = body.partition(b"\n\n")
        first, *lines = head.decode().split("\n")
        old = int(first.removeprefix("old "))
        proof = [base64.b64decode(line, validate=True) for line in lines]
        text, _, signatures = note.rpartition(b"\n\n")
        text += b"\n"
        origin, size, root = text.decode().split("\n")[:3]
        size, root = int(size), base64.b64decode(root)
        keys = {line.split("+", 1)[0]: Key(line) for line in read("logs", "").splitlines()}
        if origin not in keys:
            return self.answer(404, "unknown log\n")
        key, signed = keys[origin], False
        for line in signatures.decode().splitlines():
            _, name, value = line.split(" ")
            value = base64.b64decode(value)
            if name == key.name and value[:4] == key.id:
                try:
                    key.key.verify(value[4:], text)
                    signed = True
                except InvalidSignature:
                    return self.answer(403, "wrong signature\n")
        if not signed:
            return self.answer(403, "not signed\n")
        state = json.loads(read("state", "{}"))
        known, known_root = state.get(origin, [0, ""])
        if old > size:
            return self.answer(400, "the old size is larger\n")
        if old != known or (old == size and root.hex() != known_root):
            return self.answer(409, f"{known}\n", "text/x.tlog.size")
        if not consistent(old, bytes.fromhex(known_root), size, root, proof):
            return self.answer(422, "not consistent\n")
        state[origin] = [size, root.hex()]
        write("state", json.dumps(state))
        stamp = int(time.time())
        signature = SECRET.sign(b"cosignature/v1\ntime %d\n" % stamp + text)
        raw = base64.b64encode(KEY_ID + stamp.to_bytes(8, "big") + signature).decode()
        self.answer(200, f"— {NAME} {raw}\n")


NAME, PORT, FOLDER = sys.argv[1:]
# The same name gives the same key, so that it can be started again.
SECRET = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(NAME.encode()).digest())
PUBLIC = b"\x04" + SECRET.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
KEY_ID = hashlib.sha256(NAME.encode() + b"\n" + PUBLIC).digest()[:4]
write("key", f"{NAME}+{KEY_ID.hex()}+{base64.b64encode(PUBLIC).decode()}\n")
HTTPServer(("127.0.0.1", int(PORT)), Witness).serve_forever()
