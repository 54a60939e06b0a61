"""The English templates of all messages, one module for each area of the program."""
