"""asyncssh as a client of our server side: PORT KEX CIPHER KNOWN_HOSTS. Runs `status 7` and `cat` over two megabytes."""
import asyncio
import sys

import asyncssh

DATA = bytes(range(256)) * 8192


async def main(port, kex, cipher, known_hosts):
    async with asyncssh.connect(
        "127.0.0.1", int(port), username="someone", known_hosts=known_hosts, kex_algs=[kex],
        encryption_algs=[cipher], client_keys=None, agent_path=None, rekey_bytes=500_000, host_key_alias="lane",
    ) as connection:
        result = await connection.run("status 7")
        assert (result.exit_status, result.stdout, result.stderr) == (7, "out\n", "err\n"), result
        process = await connection.create_process("cat", encoding=None)
        process.stdin.write(DATA)
        process.stdin.write_eof()
        assert await process.stdout.read() == DATA
        await process.wait()


asyncio.run(main(*sys.argv[1:]))
