"""asyncssh as a server for our client side: PORT HOST_KEY AUTHORIZED KEX. A command is its own answer, with the input."""
import asyncio
import sys

import asyncssh


async def handle(process):
    data = await process.stdin.read()
    process.stdout.write(process.command.encode() + b":" + data)
    process.exit(6)


async def main(port, host_key, authorized, kex):
    await asyncssh.listen(
        "127.0.0.1", int(port), server_host_keys=[host_key], authorized_client_keys=authorized, kex_algs=[kex],
        process_factory=handle, encoding=None, rekey_bytes=300_000,
    )
    await asyncio.Event().wait()


asyncio.run(main(*sys.argv[1:]))
