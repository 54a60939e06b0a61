"""Parts of the picture beside the words: backgrounds, speakers and the status line."""
