"""How a sentence gets the key that it names."""

from collections.abc import Callable
from typing import TypeAlias

Key: TypeAlias = Callable[[str, str], str]
"""From the id of what a key does, and the key it usually has, to the one it has now, for a sentence."""
