"""Web servers: listener, connections that survive hostile clients, origins and logs."""
