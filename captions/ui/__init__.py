"""The Qt user interface: overlay, dialogs, tray icon, notifications and their event loop."""
