"""What draws and reports; nothing here fetches or navigates."""
