"""How updates come to the bot: getUpdates and webhooks."""

from __future__ import annotations

import re

from ..errors import bad_request
from ..model import Json
from ..updates import UPDATE_KINDS
from .base import Call


def _allow(call: Call) -> None:
    wanted = call.params.json("allowed_updates")
    if wanted is None:
        return
    if not isinstance(wanted, list) or any(not isinstance(one, str) for one in wanted):
        raise bad_request("allowed_updates must be an Array of String")
    # Unknown names are ignored, as Telegram does; the choice holds until the next one.
    call.world.queue.allowed = [one for one in wanted if one in UPDATE_KINDS]


async def get_updates(call: Call) -> list[Json]:
    """Return waiting updates, long polling."""
    if not call.poller.webhook:
        _allow(call)
    limit = call.params.integer("limit", 100)
    return await call.poller.poll(
        call.params.integer("offset"),
        limit if 1 <= limit <= 100 else 100,
        call.params.integer("timeout"),
    )


def set_webhook(call: Call) -> bool:
    """Push updates to an address from now on; an empty one goes back to polling."""
    url = call.params.text("url")
    if not url:
        return delete_webhook(call)
    if not re.match(r"https?://[^/\s]+", url):
        raise bad_request("bad webhook: invalid webhook URL specified")
    secret = call.params.text("secret_token")
    if secret and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
        raise bad_request("bad webhook: secret token contains unallowed characters")
    _allow(call)
    if call.params.flag("drop_pending_updates"):
        call.world.queue.clear()
    call.poller.webhook, call.poller.secret = url, secret
    call.poller.last_error = None
    call.poller.end("terminated by setWebhook request")
    call.world.queue.bell.ring()
    return True


def delete_webhook(call: Call) -> bool:
    """Stop pushing updates."""
    if call.params.flag("drop_pending_updates"):
        call.world.queue.clear()
    call.poller.webhook = call.poller.secret = ""
    call.world.queue.bell.ring()
    return True


def get_webhook_info(call: Call) -> Json:
    """Return where updates are pushed to and how many wait."""
    info: Json = {
        "url": call.poller.webhook,
        "has_custom_certificate": False,
        "pending_update_count": len(call.world.queue.pending),
    }
    if call.poller.webhook:
        info["max_connections"] = 40
        if call.poller.last_error is not None:
            info["last_error_date"], info["last_error_message"] = call.poller.last_error
    if call.world.queue.allowed:
        info["allowed_updates"] = call.world.queue.allowed
    return info


METHODS = {
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
}
