"""Say in words, before anything is installed or served, that a port cannot be used. Standard library only."""

import socket
import sys

HIGHEST_PORT = 65535


def complaint(text: str) -> str | None:
    """What is wrong with a port, or None."""
    if not text.isascii() or not text.isdigit() or not 0 < int(text) <= HIGHEST_PORT:
        return f"PORT={text} is no port. Give a whole number from 1 to {HIGHEST_PORT}, for example: make run PORT=8502"
    try:
        with socket.create_connection(("localhost", int(text)), timeout=1):
            free = int(text) + 1 if int(text) < HIGHEST_PORT else 8501
            return (
                f"Port {text} is in use: another program, perhaps another Vouch, already answers at "
                f"http://localhost:{text}. Stop it, or take another port: make run PORT={free}"
            )
    except OSError:
        return None


if __name__ == "__main__":
    problem = complaint(sys.argv[1])
    if problem:
        sys.exit(problem)
