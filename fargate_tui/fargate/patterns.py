"""Regular expressions that a person typed."""

import re
import warnings


def compiled(pattern: str, flags: re.RegexFlag) -> re.Pattern[str]:
    """Compile what was typed; raises what `re.compile` raises, and warns nobody.

    Python warns that ``[[`` may mean something else one day: nobody here is concerned, and the warning was written to
    the terminal's error output.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)
        return re.compile(pattern, flags)
