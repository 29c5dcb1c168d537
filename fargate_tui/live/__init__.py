"""When things are asked for, and who is told. asyncio only."""
