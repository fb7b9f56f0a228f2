"""The channels of the settings, through apprise: mail, Slack, Teams and a hundred more, each by one address."""

import warnings
from collections.abc import Sequence
from typing import TYPE_CHECKING

from domain.alert import Delivery, Message

if TYPE_CHECKING:
    from apprise import Apprise

UNKNOWN = "an address that apprise does not know"
REFUSED = "it did not take the message"

SECONDS = 10
"""Until a channel that does not answer counts as failed; an address may say another one (`?cto=5&rto=5`)."""


class AppriseChannels:
    """One or several addresses. Nothing is opened, and apprise (0.9 s) not imported, before something is to be told."""

    def __init__(self, addresses: Sequence[str]) -> None:
        self._addresses = tuple(addresses)

    def names(self) -> tuple[str, ...]:
        """The addresses without what is secret in them."""
        return tuple(_shown(address) for address in self._addresses)

    def send(self, message: Message) -> tuple[Delivery, ...]:
        """Give a message to every channel; one that fails does not keep it from the others."""
        return tuple(_deliver(address, message) for address in self._addresses)


def _deliver(address: str, message: Message) -> Delivery:
    channel = _shown(address)
    opened = _opened(address)
    if opened is None:
        return Delivery(channel, UNKNOWN)
    try:
        taken = opened.notify(body=message.body, title=message.title, body_format="text")
    except Exception as error:  # A plug-in may raise whatever its service's library raises; the job goes on.
        return Delivery(channel, f"{REFUSED}: {type(error).__name__}")
    return Delivery(channel) if taken else Delivery(channel, REFUSED)


def _opened(address: str) -> "Apprise | None":
    given = address if "cto=" in address else f"{address}{'&' if '?' in address else '?'}cto={SECONDS}&rto={SECONDS}"
    with warnings.catch_warnings():
        # One of its plug-ins looks for a module that Python is about to drop, and brings its own where it is gone.
        warnings.simplefilter("ignore", DeprecationWarning)
        from apprise import Apprise

        opened = Apprise()
        return opened if opened.add(given) else None


def _shown(address: str) -> str:
    """Scheme and host only: user, password, tokens and paths may be secret."""
    scheme, _, rest = address.partition("://")
    host = rest.rpartition("@")[2] if "@" in rest else rest
    host = host.partition("/")[0].partition("?")[0]
    # Services such as slack://TOKEN/... have no host: what stands in its place is secret.
    return f"{scheme}://{host}" if "." in host or ":" in host or host == "localhost" else f"{scheme}://…"
