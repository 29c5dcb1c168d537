"""What each probe says of a cause: pure functions of a case and the evidence there is."""
