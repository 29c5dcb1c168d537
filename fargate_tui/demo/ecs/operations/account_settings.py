"""Account settings."""

from fargate_tui.demo.ecs.errors import invalid
from fargate_tui.demo.ecs.paging import page
from fargate_tui.demo.ecs.plane import Operations, Plane
from fargate_tui.demo.ecs.store import Store
from fargate_tui.demo.ecs.wire import Json, Members, without_none

_DEFAULTS = {
    "awsvpcTrunking": "disabled",
    "containerInsights": "disabled",
    "containerInstanceLongArnFormat": "enabled",
    "defaultLogDriverMode": "non-blocking",
    "fargateFIPSMode": "disabled",
    "fargateTaskRetirementWaitPeriod": "7",
    "guardDutyActivate": "off",
    "serviceLongArnFormat": "enabled",
    "tagResourceAuthorization": "off",
    "taskLongArnFormat": "enabled",
}

_VALUES = {
    "containerInsights": ("enabled", "enhanced", "disabled"),
    "defaultLogDriverMode": ("blocking", "non-blocking"),
    "fargateTaskRetirementWaitPeriod": ("0", "7", "14"),
    "guardDutyActivate": ("on", "off"),
    "tagResourceAuthorization": ("on", "off"),
}

_ACCOUNT = ""
"""The principal whose settings hold for everybody who has none of their own."""


def put_account_setting(plane: Plane, request: Members) -> Json:
    """Set a setting for a principal, by default the caller."""
    principal = request.text("principalArn") or plane.store.caller
    return _put(plane.store, principal, request)


def put_account_setting_default(plane: Plane, request: Members) -> Json:
    """Set a setting for everybody in the account who has none of their own."""
    return _put(plane.store, _ACCOUNT, request)


def delete_account_setting(plane: Plane, request: Members) -> Json:
    """Let a principal's setting fall back to the account's."""
    store, name = plane.store, request.text("name") or ""
    principal = request.text("principalArn") or store.caller
    store.settings.pop((principal, name), None)
    return {"setting": _wire(store, principal, name, _effective(store, principal, name))}


def list_account_settings(plane: Plane, request: Members) -> Json:
    """The settings that were set for a principal, or with ``effectiveSettings`` all that hold for it."""
    store = plane.store
    principal = request.text("principalArn") or store.caller
    wanted, value = request.text("name"), request.text("value")
    if value is not None and wanted is None:
        raise invalid("A setting name must be specified when a value is.")
    if request.flag("effectiveSettings"):
        held = {name: _effective(store, principal, name) for name in _DEFAULTS}
    else:
        held = {name: text for (owner, name), text in store.settings.items() if owner == principal}
    settings = sorted((name, text) for name, text in held.items() if wanted in (None, name) and value in (None, text))
    some, token = page(settings, lambda setting: (setting[0], 0), request, default=10, most=10)
    return without_none(settings=[_wire(store, principal, name, text) for name, text in some], nextToken=token)


def _put(store: Store, principal: str, request: Members) -> Json:
    name, value = request.text("name") or "", request.text("value") or ""
    if value not in _VALUES.get(name, ("enabled", "disabled")):
        raise invalid(f"Invalid value {value} for the setting {name}.")
    store.settings[principal, name] = value
    return {"setting": _wire(store, principal or store.caller, name, value)}


def _effective(store: Store, principal: str, name: str) -> str:
    return store.settings.get((principal, name)) or store.settings.get((_ACCOUNT, name)) or _DEFAULTS.get(name, "")


def _wire(store: Store, principal: str, name: str, value: str) -> Json:
    kind = "aws_managed" if name == "guardDutyActivate" else "user"
    return {"name": name, "value": value, "principalArn": principal or store.caller, "type": kind}


OPERATIONS: Operations = {
    "PutAccountSetting": put_account_setting,
    "PutAccountSettingDefault": put_account_setting_default,
    "DeleteAccountSetting": delete_account_setting,
    "ListAccountSettings": list_account_settings,
}
