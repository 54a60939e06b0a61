"""Row layouts for roll-up, pop-on and paint-on captions."""
