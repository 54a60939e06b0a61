"""Choice of the spoken language and of a recogniser, for the settings and the first start."""
