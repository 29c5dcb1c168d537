"""How a service is scaled: its limits, what is suspended, its policies and its schedules."""
