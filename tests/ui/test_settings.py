"""What keeps the app to this machine: settings that exist, headers on every answer, hosts that are refused."""

import http.client
import tomllib
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from streamlit import config

from decision.ui.server import HEADERS

ROOT = Path(__file__).resolve().parent.parent.parent
SETTINGS = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))


def test_every_setting_still_exists_in_streamlit_even_the_hidden_one() -> None:
    known = set(config.get_config_options())
    named = {
        f"{group}.{key}"
        for group, keys in SETTINGS.items()
        for key, value in keys.items()
        if not isinstance(value, dict)
    }
    assert "runner.postScriptGC" in named
    assert named <= known, named - known


@pytest.mark.parametrize(
    ("group", "key", "value"),
    [
        ("server", "address", "localhost"),
        ("server", "allowedHosts", ["localhost", "127.0.0.1"]),
        ("server", "showEmailPrompt", False),
        ("browser", "gatherUsageStats", False),
        ("runner", "postScriptGC", False),
        ("client", "showErrorDetails", "none"),
        ("client", "showErrorLinks", False),
    ],
)
def test_what_leaves_the_machine_is_switched_off(group: str, key: str, value: object) -> None:
    assert SETTINGS[group][key] == value


def test_every_page_carries_the_headers(app_address: str) -> None:
    for path in ("/", "/evidence", "/_stcore/health"):
        with urllib.request.urlopen(app_address + path) as answer:
            for name, value in HEADERS.items():
                assert answer.headers[name] == value, (path, name)


def test_a_foreign_host_name_is_refused_on_the_live_connection(app_address: str) -> None:
    for host, status in (("clinic.example", 403), ("localhost", 101)):
        connection = http.client.HTTPConnection(urlsplit(app_address).netloc, timeout=10)
        connection.putrequest("GET", "/_stcore/stream", skip_host=True)
        for name, value in {
            "Host": host, "Origin": f"http://{host}", "Connection": "Upgrade", "Upgrade": "websocket",
            "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
        }.items():  # fmt: skip
            connection.putheader(name, value)
        connection.endheaders()
        assert connection.getresponse().status == status, host
        connection.close()


def test_the_terminal_says_where_the_app_is_and_nothing_of_who_looks_at_it(app_with) -> None:
    app = app_with()
    with urllib.request.urlopen(f"{app.address}/?draft=a-secret-word") as answer:
        assert answer.status == 200
    connection = http.client.HTTPConnection(urlsplit(app.address).netloc, timeout=10)
    connection.request("GET", "/_stcore/stream", headers={
        "Connection": "Upgrade", "Upgrade": "websocket", "Origin": app.address,
        "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    })  # fmt: skip
    assert connection.getresponse().status == 101
    connection.close()
    app.kill()
    assert app.said.splitlines() == [f"VNS Choice is open at {app.address}. Stop it with Ctrl+C."]
