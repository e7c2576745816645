"""Packages of others that import all their parts where one is asked for: 250 countries, 37 languages."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from types import ModuleType


def bare_package(name: str) -> None:
    """Stand in for a package with one that imports nothing: its parts are found, and imported one by one."""
    spec = find_spec(name)
    if spec is not None and name not in sys.modules:
        package = ModuleType(name)
        package.__path__ = spec.submodule_search_locations or []
        sys.modules[name] = package
