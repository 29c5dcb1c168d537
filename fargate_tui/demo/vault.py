"""A ``credential_process``: asks the local AWS at the URL it is given for keys that end, and prints them as JSON."""

import sys
from urllib.request import ProxyHandler, build_opener

if __name__ == "__main__":
    with build_opener(ProxyHandler({})).open(f"{sys.argv[1]}/_demo/vault", timeout=10) as answer:
        sys.stdout.write(answer.read().decode())
