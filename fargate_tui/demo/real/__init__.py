"""What really runs in the local AWS: the processes of known images, and the load balancers in front of them."""

from typing import Literal

Real = Literal["always", "on-demand", "never"]
"""When containers of known images are processes: from the start, from the first request to a load balancer, never."""
