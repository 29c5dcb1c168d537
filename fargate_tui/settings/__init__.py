"""What a person can set: declared once, read from a file, from variables and from the command line."""

from fargate_tui.settings.declared import HISTORY_DAYS as HISTORY_DAYS
from fargate_tui.settings.declared import Settings as Settings
