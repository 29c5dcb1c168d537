"""The quotas of vCPUs that a service's tasks count against."""

from typing import Final

ON_DEMAND: Final = "L-3032A538"
SPOT_QUOTA: Final = "L-36FBB829"
