"""paramiko through a relay: PORT HOST_KEY FOLDER. A command, and SFTP of three megabytes each way with prefetching."""
import base64
import sys
from pathlib import Path

import paramiko

DATA = bytes(range(256)) * 12_000


def main(port, host_key, folder):
    transport = paramiko.Transport(("127.0.0.1", int(port)))
    transport.start_client(timeout=30)
    assert base64.b64encode(transport.get_remote_server_key().asbytes()).decode() == host_key
    transport.auth_none("someone")
    channel = transport.open_session()
    channel.exec_command("echo out; echo err >&2; exit 5")
    assert channel.makefile("rb").read() == b"out\n"
    assert channel.makefile_stderr("rb").read() == b"err\n"
    assert channel.recv_exit_status() == 5
    sftp = paramiko.SFTPClient.from_transport(transport)
    (Path(folder) / "local").write_bytes(DATA)
    sftp.put(f"{folder}/local", f"{folder}/remote")
    sftp.get(f"{folder}/remote", f"{folder}/back")
    assert (Path(folder) / "back").read_bytes() == DATA
    assert "remote" in sftp.listdir(folder)
    transport.close()


main(*sys.argv[1:])
