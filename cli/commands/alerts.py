"""`vouch alerts`: what there was to tell, how it went with the channels, and a test message."""

from typing import Annotated

import typer

from cli.arguments import AsJson, UseCaseName
from cli.output import Exit, answer_json, say
from domain.alert import Delivery
from presentation.words.alerts import trial_message
from services.list_alerts import AlertLog, list_alerts
from services.load_use_case import load_use_case
from wiring import open_dependencies

NOBODY = "No channel is set, so nobody is told: VOUCH_ALERTS names the addresses."


def alerts(
    use_case: UseCaseName,
    test: Annotated[bool, typer.Option("--test", help="Send a test message to every channel; 1 if one fails.")] = False,
    as_json: AsJson = False,
) -> int:
    """List the last alerts of a use case and the channels that fail, or try the channels."""
    deps = open_dependencies()
    if test:
        return _say_deliveries(deps.channels.send(trial_message()), as_json=as_json)
    log = list_alerts(deps, load_use_case(deps, use_case).use_case.name)
    if as_json:
        answer_json(_as_json(log))
        return Exit.DONE
    for alert in log.alerts:
        told = "told" if alert.told_at is not None else "not told"
        say(f"{alert.created_at:%Y-%m-%d %H:%M}  {alert.new.kind.value:<9}  {told:<8}  {alert.new.sentence}")
    if not log.alerts:
        say("No alert yet.")
    if not log.channels:
        say(NOBODY)
    for sending in log.failing:
        say(f"{sending.delivery.channel} failed at {sending.at:%Y-%m-%d %H:%M}: {sending.delivery.fault}")
    return Exit.DONE


def _say_deliveries(deliveries: tuple[Delivery, ...], *, as_json: bool) -> int:
    if as_json:
        answer_json({"channels": [{"channel": d.channel, "ok": d.ok, "fault": d.fault} for d in deliveries]})
    else:
        for delivery in deliveries:
            say(
                f"{'ok  ' if delivery.ok else 'FAIL'}  {delivery.channel}{': ' + delivery.fault if delivery.fault else ''}"
            )
        if not deliveries:
            say(NOBODY)
    return Exit.DONE if deliveries and all(delivery.ok for delivery in deliveries) else Exit.HELD


def _as_json(log: AlertLog) -> dict[str, object]:
    return {
        "alerts": [
            {
                "kind": alert.new.kind.value,
                "sentence": alert.new.sentence,
                "run": alert.new.run_id,
                "target_date": alert.new.target_date,
                "at": alert.created_at,
                "told_at": alert.told_at,
            }
            for alert in log.alerts
        ],
        "channels": list(log.channels),
        "failing": [
            {"channel": sending.delivery.channel, "fault": sending.delivery.fault, "at": sending.at}
            for sending in log.failing
        ],
    }
