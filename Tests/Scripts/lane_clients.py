"""A client of another library through a sidecar: LIBRARY PORT FOLDER. A command whose output is masked, another's status,
one that is denied, SFTP of a megabyte there and back, and a symbolic link."""
import asyncio
import os
import sys


def with_paramiko(port, folder):
    import paramiko

    transport = paramiko.Transport(("127.0.0.1", port))
    transport.start_client(timeout=60)
    transport.auth_none("agent")

    def run(command):
        channel = transport.open_session()
        channel.exec_command(command)
        output, errors = channel.makefile("rb").read(), channel.makefile_stderr("rb").read()
        return channel.recv_exit_status(), output.decode(), errors.decode()

    check(run, folder)
    sftp = paramiko.SFTPClient.from_transport(transport)
    sftp.put(f"{folder}big", f"{folder}in/paramiko")
    sftp.get(f"{folder}in/paramiko", f"{folder}back-paramiko")
    assert "paramiko" in sftp.listdir(f"{folder}in")
    sftp.symlink(f"{folder}in/paramiko", f"{folder}in/link")
    check_link(folder, "paramiko")
    try:
        sftp.open(f"{folder}srv/app.log").read()
        raise AssertionError("a file that no rule allows was read")
    except PermissionError:
        pass
    transport.close()


async def with_asyncssh(port, folder):
    import asyncssh

    async with asyncssh.connect("127.0.0.1", port, username="agent", known_hosts=None, config=None) as connection:

        async def run(command):
            result = await connection.run(command)
            return result.exit_status, result.stdout, result.stderr

        results = {command: await run(command) for command in commands(folder)}
        check(lambda command: results[command], folder)
        async with connection.start_sftp_client() as sftp:
            await sftp.put(f"{folder}big", f"{folder}in/asyncssh")
            await sftp.get(f"{folder}in/asyncssh", f"{folder}back-asyncssh")
            assert "asyncssh" in await sftp.listdir(f"{folder}in")
            await sftp.symlink(f"{folder}in/asyncssh", f"{folder}in/link")
            check_link(folder, "asyncssh")
            try:
                await sftp.open(f"{folder}srv/app.log")
                raise AssertionError("a file that no rule allows was opened")
            except asyncssh.SFTPPermissionDenied:
                pass


def commands(folder):
    return [f"cat {folder}srv/app.log", f"test -e {folder}srv/nothing", "id"]


def check_link(folder, name):
    assert os.readlink(f"{folder}in/link") == f"{folder}in/{name}", os.listdir(f"{folder}in")


def check(run, folder):
    shown, missing, denied = [run(command) for command in commands(folder)]
    assert shown == (0, "patient [SSN]\n", ""), shown
    assert missing[0] == 1, missing
    assert denied[0] == 126 and "no rule of the policy allows" in denied[2], denied


library, port, folder = sys.argv[1], int(sys.argv[2]), sys.argv[3]
if library == "paramiko":
    with_paramiko(port, folder)
else:
    asyncio.run(with_asyncssh(port, folder))
