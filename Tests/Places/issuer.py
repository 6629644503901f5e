"""A cluster's issuer of service-account tokens, on the loopback.

usage: issuer.py DIR PORT      makes DIR/issuer.key where it is missing, and serves discovery and keys
"""

import base64
import functools
import http.server
import json
import pathlib
import subprocess
import sys
import time


def encoded(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def token(key, issuer, audience, namespace, account, seconds):
    """As the API server's TokenRequest makes it for a pod's kubelet."""
    now = int(time.time())
    claims = {
        "iss": issuer,
        "aud": [audience],
        "sub": f"system:serviceaccount:{namespace}:{account}",
        "iat": now,
        "nbf": now,
        "exp": now + seconds,
        "kubernetes.io": {
            "namespace": namespace,
            "pod": {"name": f"{account}-0", "uid": "0b6c2c1d-0000-4000-8000-2c1f6d4a7b11"},
            "serviceaccount": {"name": account, "uid": "3e1b2c1d-0000-4000-8000-2c1f6d4a7b11"},
        },
    }
    header = {"alg": "RS256", "kid": "1"}
    signed = ".".join(encoded(json.dumps(part).encode()) for part in (header, claims))
    signature = subprocess.run(
        ["openssl", "dgst", "-sha256", "-sign", str(key)], input=signed.encode(), capture_output=True, check=True
    ).stdout
    return f"{signed}.{encoded(signature)}"


def serve(folder, port):
    key = folder / "issuer.key"
    if not key.exists():
        subprocess.run(["openssl", "genrsa", "-out", str(key), "2048"], check=True, capture_output=True)
    said = subprocess.run(
        ["openssl", "rsa", "-in", str(key), "-noout", "-modulus"], check=True, capture_output=True, text=True
    ).stdout
    modulus = encoded(bytes.fromhex(said.strip().removeprefix("Modulus=")))
    issuer = f"http://127.0.0.1:{port}"
    public = folder / "public"
    (public / ".well-known").mkdir(parents=True, exist_ok=True)
    keys = {"keys": [{"kty": "RSA", "use": "sig", "alg": "RS256", "kid": "1", "n": modulus, "e": "AQAB"}]}
    (public / "jwks").write_text(json.dumps(keys))
    discovery = {
        "issuer": issuer,
        "jwks_uri": f"{issuer}/jwks",
        "id_token_signing_alg_values_supported": ["RS256"],
        "response_types_supported": ["id_token"],
        "subject_types_supported": ["public"],
    }
    (public / ".well-known/openid-configuration").write_text(json.dumps(discovery))
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=public)
    http.server.ThreadingHTTPServer(("127.0.0.1", port), handler).serve_forever()


if __name__ == "__main__":
    serve(pathlib.Path(sys.argv[1]), int(sys.argv[2]))
