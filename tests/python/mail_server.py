"""A mail server for the tests: takes mail over SMTP on a free port and appends each as a line of JSON to a file.

Usage: mail_server.py FILE. The first line that it prints is its port.
"""

import asyncio
import email
import email.policy
import json
import sys

from aiosmtpd.controller import Controller


class Keep:
    def __init__(self, path):
        self.path = path

    async def handle_DATA(self, server, session, envelope):
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        text = mail.get_body(("plain",))
        html = mail.get_body(("html",))
        line = json.dumps(
            {
                "from": envelope.mail_from,
                "to": envelope.rcpt_tos,
                "subject": mail["subject"],
                "headers": {name: str(value) for name, value in mail.items()},
                "text": text.get_content() if text else None,
                "html": html.get_content() if html else None,
            }
        )
        with open(self.path, "a", encoding="utf-8") as file:
            file.write(line + "\n")
        return "250 OK"


def main():
    controller = Controller(Keep(sys.argv[1]), hostname="127.0.0.1", port=0)
    # The controller probes its own port before it says that it runs, so it has to know the port.
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        controller.port = probe.getsockname()[1]
    controller.start()
    print(controller.port, flush=True)
    asyncio.new_event_loop().run_forever()


if __name__ == "__main__":
    main()
