"""What tests share. Built sites and a browser are in `tests/site`: all other tests are quick."""

from __future__ import annotations

import shutil
import signal
import socket
from pathlib import Path

import pytest
from hypothesis import settings

from tests.building import ENVIRONMENT, build, mkdocs
from tests.profiles import PROFILE

__all__ = ["ENVIRONMENT", "ROOT", "SMALL", "build", "mkdocs"]

ROOT = Path(__file__).parent.parent
SMALL = ROOT / "tests" / "corpus"

# `fast` is for every run, and tries the same cases each time: a change that is fine is not refused for a case that chance
# finds. HYPOTHESIS_PROFILE=thorough looks for new ones.
settings.register_profile("fast", deadline=None, max_examples=50, derandomize=True)
settings.register_profile("thorough", deadline=None, max_examples=200)
settings.load_profile(PROFILE)

# Who runs tests in the background may have Ctrl-C ignored, and what tests start would ignore it, too.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the small corpus that a test may change."""
    return Path(shutil.copytree(SMALL, tmp_path / "project", ignore=shutil.ignore_patterns(".cache")))


def free_port() -> int:
    """A port on loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
