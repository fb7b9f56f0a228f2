"""A post office on loopback: it takes what apprise's `json://` channel posts, and can be closed."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest


@dataclass
class PostOffice:
    """Where messages arrive; `refuses` makes it answer 500."""

    server: HTTPServer
    letters: list[dict[str, Any]] = field(default_factory=list)
    refuses: bool = False

    @property
    def address(self) -> str:
        return f"json://ana:hunter2@127.0.0.1:{self.server.server_port}/secret-path"


@pytest.fixture
def post_office() -> Iterator[PostOffice]:
    class Window(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers["Content-Length"]))
            if not office.refuses:
                office.letters.append(json.loads(content))
            self.send_response(500 if office.refuses else 200)
            self.end_headers()

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Window)
    office = PostOffice(server)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield office
    server.shutdown()
    server.server_close()
    thread.join(10)
