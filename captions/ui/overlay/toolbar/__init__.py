"""The toolbar that appears beside the captions while the pointer is over them."""
