"""A mail server for the tests: takes mail over SMTP on a free port and appends each as a line of JSON to a file.

Usage: mail_server.py FILE [starttls|tls]. The first line that it prints is its port. With `starttls`, which it then
demands, or `tls` it speaks TLS with the certificate and key in pair.pem beside the file.
"""

import asyncio
import email
import email.policy
import json
import pathlib
import socket
import ssl
import sys
import warnings

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
                "tls": server.transport.get_extra_info("ssl_object") is not None,
                "headers": {name: str(value) for name, value in mail.items()},
                "text": text.get_content() if text else None,
                "html": html.get_content() if html else None,
            }
        )
        with open(self.path, "a", encoding="utf-8") as file:
            file.write(line + "\n")
        return "250 OK"


def main():
    path, mode, *_ = [*sys.argv[1:], "none"]
    settings = {}
    if mode != "none":
        # The controller is also its own first client, for which the context must do too.
        warnings.simplefilter("ignore", DeprecationWarning)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS)
        context.load_cert_chain(pathlib.Path(path).with_name("pair.pem"))
        settings = {"ssl_context": context} if mode == "tls" else {"tls_context": context, "require_starttls": True}
    controller = Controller(Keep(path), hostname="127.0.0.1", port=0, **settings)
    # The controller probes its own port before it says that it runs, so it has to know the port.
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        controller.port = probe.getsockname()[1]
    controller.start()
    print(controller.port, flush=True)
    asyncio.new_event_loop().run_forever()


if __name__ == "__main__":
    main()
