"""The on-device speech server: speech recognition behind the same wire as the cloud's."""
