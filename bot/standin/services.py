"""The parts of a running stand-in, passed to every handler."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.standin.browsers import Browsers
from bot.standin.delivery import Delivery
from bot.standin.faults import Faults
from bot.standin.installing import Installing
from bot.standin.limits import Limits
from bot.standin.manifest import Manifest
from bot.standin.recorder import Recorder
from bot.standin.response_urls import ResponseUrls
from bot.standin.settings import Settings
from bot.standin.sockets import Sockets
from bot.standin.triggers import Triggers
from bot.standin.workspace import Workspace


@dataclass
class Services:
    """`url` is the address of the server without a closing slash, known once it listens."""

    settings: Settings
    manifest: Manifest
    workspace: Workspace
    sockets: Sockets
    delivery: Delivery
    faults: Faults
    recorder: Recorder
    triggers: Triggers
    response_urls: ResponseUrls
    browsers: Browsers
    limits: Limits = field(default_factory=Limits)
    installing: Installing = field(default_factory=Installing)
    url: str = field(default="")
