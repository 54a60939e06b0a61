"""Downloads of models in the background, and what the dialogs show of them."""
