#!/usr/bin/env python3
"""A second verifier of audit exports, which shares nothing with the first but the formats that docs/audit.md names.

verify_export.py FOLDER [--key KEY] [--tamper]

Formats: C2SP signed-note, tlog-checkpoint, tlog-cosignature (cosignature/v1), tlog-tiles; RFC 6962 trees of SHA-256.
With --tamper every byte of the export is changed in memory, one after another, and each change has to be found.
Exit code: 0 intact (or every change was found), 1 broken (or a change was not found), 2 the folder cannot be read.
Ed25519 is that of the Python package "cryptography".
"""
import argparse
import base64
import binascii
import hashlib
import json
import os
import random
import sys

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

ED25519, COSIGNATURE_V1 = 1, 4
TILE_WIDTH = 256


class Broken(Exception):
    pass


def need(condition, what):
    if not condition:
        raise Broken(what)


def strict_base64(text, what):
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Broken(f"{what}: not base64") from None
    need(base64.b64encode(raw) == text, f"{what}: not canonical base64")
    return raw


class Key:
    """A verifier key: NAME+HASH+BASE64(TYPE || KEY)."""

    def __init__(self, line, what):
        parts = line.split(b"+", 2)
        need(len(parts) == 3, f"{what}: not a verifier key")
        raw = strict_base64(parts[2], what)
        need(len(raw) == 33, f"{what}: not a key of 32 bytes")
        self.name, self.kind = parts[0], raw[0]
        self.id = hashlib.sha256(self.name + b"\n" + raw).digest()[:4]
        need(self.id.hex().encode() == parts[1], f"{what}: the hash is not the key's")
        self.key = Ed25519PublicKey.from_public_bytes(raw[1:])

    def check(self, signature, message, what):
        try:
            self.key.verify(signature, message)
        except InvalidSignature:
            raise Broken(f"{what}: wrong signature") from None


def keys(data, name):
    need(data.endswith(b"\n"), f"{name}: no newline at its end")
    return [Key(line, name) for line in data[:-1].split(b"\n")]


def parse_note(note):
    need(note.endswith(b"\n"), "checkpoint: no newline at its end")
    text, blank, rest = note.rpartition(b"\n\n")
    need(blank, "checkpoint: no empty line before the signatures")
    signatures = []
    for line in rest[:-1].split(b"\n"):
        fields = line.split(b" ")
        need(len(fields) == 3 and fields[0] == "—".encode(), "checkpoint: not a signature line")
        raw = strict_base64(fields[2], "checkpoint: signature line")
        need(len(raw) > 4, "checkpoint: signature too short")
        signatures.append((fields[1], raw[:4], raw[4:]))
    return text + b"\n", signatures


def verify_checkpoint(files, trusted):
    text, signatures = parse_note(files.get("checkpoint", b""))
    lines = text.split(b"\n")
    need(len(lines) >= 4, "checkpoint: not origin, size and root")
    need(lines[1].isdigit() and str(int(lines[1])).encode() == lines[1], "checkpoint: size")
    root = strict_base64(lines[2], "checkpoint: root")
    own = keys(files.get("instance.pub", b""), "instance.pub")
    need(len(own) == 1 and own[0].kind == ED25519, "instance.pub: not one key that signs logs")
    need(own[0].name == lines[0], "checkpoint: its origin is not the key's name")
    if trusted is not None:
        need(files["instance.pub"] == trusted, "instance.pub: not the key that was given")
    witnesses = keys(files["witness.pub"], "witness.pub") if "witness.pub" in files else []
    need(all(key.kind == COSIGNATURE_V1 for key in witnesses), "witness.pub: not a witness's key")
    signed = set()
    for name, key_id, signature in signatures:
        by = [key for key in own + witnesses if (key.name, key.id) == (name, key_id)]
        need(len(by) == 1, "checkpoint: signed by a key that is not here")
        if by[0].kind == ED25519:
            by[0].check(signature, text, "checkpoint")
        else:
            need(len(signature) == 72, "checkpoint: cosignature too short")
            stamp = int.from_bytes(signature[:8], "big")
            message = b"cosignature/v1\ntime " + str(stamp).encode() + b"\n" + text
            by[0].check(signature[8:], message, "checkpoint: cosignature")
        signed.add(by[0])
    need(signed == set(own + witnesses), "checkpoint: a signature is missing")
    return lines[0].decode(), int(lines[1]), root


def tile_path(index):
    groups = [f"{index % 1000:03}"]
    while index >= 1000:
        index //= 1000
        groups.insert(0, f"x{index % 1000:03}")
    return "/".join(groups)


def tiles(kind, count):
    """(path, first, width) of each tile of a level with so many hashes, or of the entry bundles."""
    for first in range(0, count, TILE_WIDTH):
        width = min(TILE_WIDTH, count - first)
        suffix = "" if width == TILE_WIDTH else f".p/{width}"
        yield f"tile/{kind}/{tile_path(first // TILE_WIDTH)}{suffix}", first, width


def inner(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def tree_hash(hashes):
    """RFC 6962, section 2.1."""
    if not hashes:
        return hashlib.sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    split = 1
    while split * 2 < len(hashes):
        split *= 2
    return inner(tree_hash(hashes[:split]), tree_hash(hashes[split:]))


def no_duplicates(pairs):
    names = [name for name, _ in pairs]
    need(len(names) == len(set(names)), "a record has a field twice")
    return dict(pairs)


def verify(files, trusted=None):
    origin, size, root = verify_checkpoint(files, trusted)
    expected = {"checkpoint", "instance.pub", "witness.pub"}
    leaves, mono = [], -1
    for path, first, width in tiles("entries", size):
        expected.add(path)
        bundle, at = files.get(path, b""), 0
        for seq in range(first, first + width):
            length = int.from_bytes(bundle[at:at + 2], "big")
            line = bundle[at + 2:at + 2 + length]
            need(len(bundle) >= at + 2 and len(line) == length, f"record {seq}: missing or cut")
            at += 2 + length
            leaves.append(hashlib.sha256(b"\x00" + line).digest())
            try:
                record = json.loads(line.decode(), object_pairs_hook=no_duplicates)
            except ValueError:
                raise Broken(f"record {seq}: not JSON") from None
            need(isinstance(record, dict) and record.get("seq") == seq, f"record {seq}: another stands in its place")
            need(isinstance(record.get("mono"), int) and record["mono"] > mono, f"record {seq}: its counter does not rise")
            mono = record["mono"]
        need(at == len(bundle), f"{path}: holds more than was signed for")
    level, hashes = 0, leaves
    while hashes:
        for path, first, width in tiles(level, len(hashes)):
            expected.add(path)
            need(files.get(path) == b"".join(hashes[first:first + width]), f"{path}: not what the records lead to")
        hashes = [
            tree_hash(hashes[first:first + TILE_WIDTH])
            for first in range(0, len(hashes) - TILE_WIDTH + 1, TILE_WIDTH)
        ]
        level += 1
    need(tree_hash(leaves) == root, "the records do not lead to the signed root")
    strange = set(files) - expected
    need(not strange, f"{min(strange, default='')}: no part of an export")
    return origin, size


def read(folder):
    files = {}
    for path, _, names in os.walk(folder):
        for name in names:
            full = os.path.join(path, name)
            with open(full, "rb") as file:
                files[os.path.relpath(full, folder)] = file.read()
    return files


def found(files):
    try:
        verify(files)
    except Broken:
        return True
    return False


def tamper(files):
    """Places whose change was not found, and how many changes were made."""
    made, missed, chance = 0, [], random.Random(1)
    for path, data in sorted(files.items()):
        for at in range(len(data)):
            for mask in (1, chance.randrange(2, 256)):
                changed = bytearray(data)
                changed[at] ^= mask
                made += 1
                if not found({**files, path: bytes(changed)}):
                    missed.append(f"{path}, byte {at}: {data[at]:#04x} became {changed[at]:#04x}")
    for path, data in sorted(files.items()):
        changes = {
            "removed": {name: text for name, text in files.items() if name != path},
            "cut": {**files, path: data[:-1]},
            "doubled": {**files, path: data + data},
        }
        for what, changed in changes.items():
            made += 1
            if not found(changed):
                missed.append(f"{path}: {what}")
    return made, missed


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("folder")
    parser.add_argument("--key", help="file with the key of the instance, from elsewhere")
    parser.add_argument("--tamper", action="store_true", help="change every byte, and find each change")
    options = parser.parse_args()
    try:
        files = read(options.folder)
        trusted = None
        if options.key:
            with open(options.key, "rb") as file:
                trusted = file.read()
    except OSError as error:
        print(f"{error.filename}: {error.strerror}", file=sys.stderr)
        return 2
    try:
        origin, size = verify(files, trusted)
    except Broken as fault:
        print(f"BROKEN: {fault}")
        return 1
    print(f"intact: {size} records of {origin}")
    if not options.tamper:
        return 0
    made, missed = tamper(files)
    for place in missed:
        print(f"NOT FOUND: {place}")
    print(f"{made} changes, {len(missed)} not found")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
