"""Who speaks within a stream: voices become vectors, vectors become speakers, words get labels."""
