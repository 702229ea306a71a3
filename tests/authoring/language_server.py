"""A conversation with the real yaml-language-server, as an editor holds it: JSON-RPC over its standard streams."""

from __future__ import annotations

import json
import queue
import subprocess
import threading
from pathlib import Path
from typing import Any


class LanguageServer:
    """One server with one folder open. Positions are given as the text that stands before them."""

    def __init__(self, command: list[str], folder: Path, schemas: dict[str, list[str]]) -> None:
        self._folder = folder
        self._settings = {"schemas": schemas, "completion": True, "hover": True, "validate": True,
                          "schemaStore": {"enable": False}}  # fmt: skip
        self._server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._answers: queue.Queue[dict[str, Any]] = queue.Queue()
        self.diagnostics: dict[str, list[dict[str, Any]]] = {}
        self._number = self._opens = 0
        threading.Thread(target=self._listen, daemon=True).start()
        root = folder.as_uri()
        self.ask("initialize", {
            "processId": None, "rootUri": root, "workspaceFolders": [{"uri": root, "name": "pack"}],
            "capabilities": {
                "workspace": {"configuration": True},
                "textDocument": {
                    "completion": {"completionItem": {"snippetSupport": True, "documentationFormat": ["markdown"]}},
                    "hover": {"contentFormat": ["markdown"]},
                    "publishDiagnostics": {},
                },
            },
        })  # fmt: skip
        self._tell("initialized", {})
        self._tell("workspace/didChangeConfiguration", {"settings": {"yaml": self._settings}})

    def close(self) -> None:
        self._server.kill()
        self._server.wait(timeout=10)

    def open(self, name: str, text: str) -> str:
        """Open a file that need not exist, and wait until it was looked at; returns its address.

        A {} in its name becomes a number, so that each is a file of its own.
        """
        self._opens += 1
        uri = (self._folder / name.format(self._opens)).as_uri()
        self._tell("textDocument/didOpen", {
            "textDocument": {"uri": uri, "languageId": "yaml", "version": 1, "text": text},
        })  # fmt: skip
        while uri not in self.diagnostics:
            self._take(timeout=30)
        return uri

    def completions(self, name: str, text: str) -> dict[str, str]:
        """What is offered at the sign | in a text, with its documentation."""
        uri, position = self._opened(name, text)
        found = self.ask("textDocument/completion", {"textDocument": {"uri": uri}, "position": position})
        items = found["items"] if isinstance(found, dict) else found
        return {item["label"].strip('"'): _words(item.get("documentation")) for item in items}

    def hover(self, name: str, text: str) -> str:
        """What is shown when the pointer rests at the sign | in a text."""
        uri, position = self._opened(name, text)
        found = self.ask("textDocument/hover", {"textDocument": {"uri": uri}, "position": position})
        return _words(found["contents"]) if found else ""

    def marks(self, name: str, text: str) -> list[tuple[str, str]]:
        """The text under every red mark, with what is said of it."""
        uri = self.open(name, text)
        lines = text.split("\n")
        return [
            (lines[m["range"]["start"]["line"]][m["range"]["start"]["character"] : m["range"]["end"]["character"]],
             m["message"])
            for m in self.diagnostics[uri]
        ]  # fmt: skip

    def _opened(self, name: str, text: str) -> tuple[str, dict[str, int]]:
        before, _, after = text.partition("|")
        uri = self.open(name, before + after)
        return uri, {"line": before.count("\n"), "character": len(before) - before.rfind("\n") - 1}

    def ask(self, method: str, parameters: dict[str, Any]) -> Any:
        self._number += 1
        self._send({"id": self._number, "method": method, "params": parameters})
        while True:
            message = self._take(timeout=60)
            if message.get("id") == self._number and "method" not in message:
                assert "error" not in message, message
                return message["result"]

    def _tell(self, method: str, parameters: dict[str, Any]) -> None:
        self._send({"method": method, "params": parameters})

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._server.stdin
        self._server.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._server.stdin.flush()

    def _take(self, timeout: float) -> dict[str, Any]:
        """The next message; what the server itself asks is answered on the way."""
        message = self._answers.get(timeout=timeout)
        if message.get("method") == "textDocument/publishDiagnostics":
            self.diagnostics[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif message.get("method") == "workspace/configuration":
            wanted = [self._settings if item.get("section") == "yaml" else {} for item in message["params"]["items"]]
            self._send({"id": message["id"], "result": wanted})
        elif "method" in message and "id" in message:
            self._send({"id": message["id"], "result": None})
        return message

    def _listen(self) -> None:
        stream = self._server.stdout
        assert stream
        while line := stream.readline():
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
                while stream.readline().strip():
                    pass
                self._answers.put(json.loads(stream.read(length)))


def _words(found: Any) -> str:
    return found["value"] if isinstance(found, dict) else str(found or "")
