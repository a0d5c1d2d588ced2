"""A mail server for the tests: aiosmtpd, which prints what it takes as lines of JSON.

Arguments: plain, starttls or smtps; then a certificate and its key, or "-" twice. It takes the login
"peerline" with the password "a long password". A mailbox whose name begins with "full" cannot take
mail now, one that begins with "gone" never.
"""

import asyncio
import email
import json
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult


class Desk:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("full"):
            return "452 4.2.2 mailbox full"
        if address.startswith("gone"):
            return "550 5.1.1 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 ok"

    async def handle_DATA(self, server, session, envelope):
        message = email.message_from_bytes(envelope.content)
        print(json.dumps({
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "headers": {name.lower(): value for name, value in message.items()},
            "body": message.get_payload(decode=True).decode(),
            "tls": session.ssl is not None or MODE == "smtps",
            "login": bool(session.authenticated),
        }), flush=True)
        return "250 taken"


def login(server, session, envelope, mechanism, data):
    good = (data.login, data.password) == (b"peerline", b"a long password")
    return AuthResult(success=good, handled=False)


MODE, CERTIFICATE, KEY = sys.argv[1:]


def protocol(context):
    return SMTP(
        Desk(),
        tls_context=context if MODE == "starttls" else None,
        require_starttls=MODE == "starttls",
        authenticator=login,
        auth_required=MODE != "plain",
        auth_require_tls=MODE == "starttls",
    )


async def main():
    context = None
    if MODE != "plain":
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(CERTIFICATE, KEY)
    loop = asyncio.get_running_loop()
    sealed = context if MODE == "smtps" else None
    server = await loop.create_server(lambda: protocol(context), "127.0.0.1", 0, ssl=sealed)
    print(server.sockets[0].getsockname()[1], flush=True)
    # The end of the input is the end of the test.
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


asyncio.run(main())
