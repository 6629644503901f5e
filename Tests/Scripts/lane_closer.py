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
last = transport.open_session()
last.exec_command("echo last")
assert last.makefile("rb").read() == b"last\n", "no answer"
last.close()
deadline = time.time() + 20
while True:
    page = urllib.request.urlopen(f"http://{admin}/metrics", timeout=10).read().decode()
    lines = [line for line in page.splitlines() if line.startswith("chaperone_channels{")]
    if lines and all(line.endswith(" 0") for line in lines):
        break
    assert time.time() < deadline, lines
    time.sleep(0.1)
transport.close()
