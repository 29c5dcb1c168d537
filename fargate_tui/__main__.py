"""``python -m fargate_tui`` is ``fargate-tui``."""

from fargate_tui.cli import main

if __name__ == "__main__":
    main()
