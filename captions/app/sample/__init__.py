"""The sample: captions that show the effect of the settings while nobody speaks."""
