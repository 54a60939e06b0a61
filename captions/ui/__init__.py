"""The window and all that Qt draws: overlay, tray icon, notifications, and their loop."""
