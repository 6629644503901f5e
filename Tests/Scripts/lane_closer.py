"""A client that asks for commands on one connection and closes each channel at once: PORT COUNT ADMIN. While the connection is
still there, the sidecar's admin page comes to say that nothing runs."""
import sys
import time
import urllib.request

import paramiko

_, port, count, admin = sys.argv
transport = paramiko.Transport(("127.0.0.1", int(port)))
transport.start_client(timeout=60)
transport.auth_none("agent")
for _ in range(int(count)):
    channel = transport.open_session()
    # Without waiting for the answer, which comes only when it runs.
    message = paramiko.Message()
    message.add_byte(b"\x62")
    message.add_int(channel.remote_chanid)
    message.add_string("exec")
    message.add_boolean(False)
    message.add_string("true")
    transport._send_user_message(message)
    channel.close()
# What was asked for is decided in its order. The host may still have as many sessions as it takes, and refuse this one.
for _ in range(100):
    last = transport.open_session()
    last.exec_command("echo last")
    answer = last.makefile("rb").read()
    last.close()
    if answer == b"last\n":
        break
    time.sleep(0.1)
assert answer == b"last\n", "no answer"
deadline = time.time() + 20
while True:
    page = urllib.request.urlopen(f"http://{admin}/metrics", timeout=10).read().decode()
    lines = [line for line in page.splitlines() if line.startswith("chaperone_channels{")]
    if lines and all(line.endswith(" 0") for line in lines):
        break
    assert time.time() < deadline, lines
    time.sleep(0.1)
transport.close()
