"""The app on this machine: Streamlit behind headers that keep every page to itself."""

from __future__ import annotations

import logging
import os
import socket
import threading
import webbrowser
from pathlib import Path

import uvicorn
from starlette.middleware import Middleware
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from decision.bundled import app_file
from decision.ui import editor, keeping
from decision.ui.packs import VARIABLE

HOST = "localhost"
HEADERS = {
    "content-security-policy": (
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' ws: wss:; frame-ancestors 'none'; "
        "form-action 'self'; base-uri 'self'"
    ),
    "x-frame-options": "DENY",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
}


class OwnHeaders:
    """Adds the headers above to every answer. A page that holds answers is never cached or framed.

    The editor of the rules is a component, and Streamlit loads those as scripts of the page's own making (`blob:`): that is
    allowed where rules are edited, and nowhere else.
    """

    def __init__(self, app: ASGIApp, components: bool = False) -> None:
        self.app = app
        policy = HEADERS["content-security-policy"]
        wider = policy.replace("script-src 'self'", "script-src 'self' blob:") if components else policy
        self.headers = {**HEADERS, "content-security-policy": wider}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                static = scope["path"].startswith("/static/")
                own = {name: value for name, value in self.headers.items() if not (static and name == "cache-control")}
                kept = [(name, value) for name, value in message["headers"] if name.decode().lower() not in own]
                message["headers"] = [*kept, *((name.encode(), value.encode()) for name, value in own.items())]
            await send(message)

        await self.app(scope, receive, with_headers if scope["type"] == "http" else send)


def serve(*, port: int | None, open_browser: bool, pack: Path, drafts: str, edit_rules: bool = False) -> None:
    """Run the app until it is stopped with Ctrl+C.

    Args:
        port: on which port of this machine; a free one when left out.
        open_browser: whether to open the page.
        pack: the folder of rules.
        drafts: address of the database of consultations in progress, `off`, or empty for a file of the user's own.
        edit_rules: whether the pack can be edited on the Rules page.
    """
    os.environ[VARIABLE] = str(pack.resolve())
    os.environ[keeping.VARIABLE] = drafts
    os.environ[editor.VARIABLE] = "on" if edit_rules else ""
    from streamlit import App  # reads its settings when it is loaded, so that happens as late as possible

    chosen = port or _free_port()
    app = App(
        str(app_file()),
        routes=[Route(editor.ADDRESS, editor.bundle)] if edit_rules else [],
        middleware=[Middleware(OwnHeaders, components=edit_rules)],
    )
    address = f"http://{HOST}:{chosen}"
    print(f"VNS Choice is open at {address}. Stop it with Ctrl+C.", flush=True)
    if open_browser:
        threading.Timer(1.0, webbrowser.open, (address,)).start()
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
    logging.getLogger("uvicorn.access").disabled = True  # who asked for what is nobody's business
    uvicorn.run(app, host=HOST, port=chosen, log_level="warning", access_log=False, log_config=None)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
