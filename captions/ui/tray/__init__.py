"""The tray icon, its menu and notifications."""
