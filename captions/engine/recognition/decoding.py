"""Finds the most likely tokens for a stretch of sound, one way soon and one way well.

*Greedy*: the likeliest token each time. What was decoded of the same sound a moment ago serves as a
draft (Leviathan et al. 2023, arXiv:2211.17192, with the last answer in place of a smaller model):
the network checks all of it in one step and goes on from the first token that it would put
otherwise. But for rounding the answer is the same as without, at a fraction of the steps.

*Beam search*: a few of the likeliest beginnings are followed side by side, and the one that is
likeliest by token wins, so that one unlucky choice does not decide the rest.

Both go on behind tokens that they are told. Moonshine has two habits that need a guard: it may end
before the first word of a long stretch, and it may fall into a loop of the same tokens.
"""

from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

import numpy as np

from captions.engine.recognition.keyterms import NO_BIAS, Bias, Place
from captions.engine.recognition.network import Logits, Network, Sound, chosen, shortened
from captions.engine.recognition.tokens import BEGIN, END, Tokens

_TOKENS_A_SECOND = 6.5
"""More than anyone speaks: what Moonshine's authors cap the output at."""
_SPARE_TOKENS = 6
_SURELY_SPEECH_SECONDS = 0.75
"""Sound of this length holds a word, since voice detection let it through."""
_SHORT_LOOP = 6
"""Tokens: about the longest thing that somebody may say a few times in a row."""
_SHORT_LOOP_REPEATS = 4
_LONG_LOOP_REPEATS = 2
_LONGEST_LOOP = 32
_DRAFT_TOKENS = 48
"""A longer draft is checked in parts."""
_DRAFT_SLIP = 6
"""So far from where it should stand the next token is looked for in a draft that went astray."""
_BEAMS = 4
_BEAM_MARGIN = 4.0
"""Beginnings that are less likely than the best by more than this, in log odds, are given up."""


class Decoded(NamedTuple):
    """Tokens and how likely each was."""

    tokens: Tokens
    probabilities: tuple[float, ...]
    """0..1, one for each token."""

    def first(self, count: int) -> "Decoded":
        """Return the first tokens alone."""
        return Decoded(self.tokens[:count], self.probabilities[:count])


def greedy(
    network: Network,
    sound: Sound,
    told: Tokens = (),
    draft: Tokens = (),
    bias: Bias = NO_BIAS,
) -> Decoded:
    """Return the tokens that are likeliest one by one.

    Args:
        network: the model.
        sound: what was heard.
        told: the first tokens, which are certain and not returned.
        draft: those that probably come behind them.
        bias: makes some terms likelier.
    """
    found = Decoded((), ())
    most = _most_tokens(sound)
    feed = (BEGIN, *told, *draft[:_DRAFT_TOKENS])
    past = network.no_past
    place = bias.after_all(told)
    while True:
        logits, past = network.step(sound, np.array([feed], np.int64), past)
        first = 0 if found.tokens else len(told)
        if not (told or found.tokens):
            _ban_early_end(logits[:, 0], sound)
        places = accumulate(feed[first + 1 :], bias.after, initial=place)
        lifted = bias.lifted(logits[0, first:], places)
        tokens, probabilities = _confirmed(lifted, feed[first:])
        count = len(found.tokens)
        found = Decoded(found.tokens + tokens, found.probabilities + probabilities)
        end = _end_of(found.tokens, count, told, most)
        if end is not None:
            return found.first(end)
        # What was fed beyond the tokens that are confirmed must not be remembered.
        past = shortened(past, len(told) + len(found.tokens))
        place = bias.after_all(tokens, place)
        feed = (tokens[-1], *_rest_of(draft, len(found.tokens) - 1, tokens[-1]))


def beam_search(network: Network, sound: Sound, told: Tokens = (), bias: Bias = NO_BIAS) -> Decoded:
    """Return the tokens that are likeliest taken together.

    Args:
        network: the model.
        sound: what was heard.
        told: the first tokens, which are certain and not returned.
        bias: makes some terms likelier.
    """
    logits, past = network.step(sound, np.array([[BEGIN, *told]], np.int64), network.no_past)
    if not told:
        _ban_early_end(logits[:, -1], sound)
    beams = [_Beam((), (), 0.0, bias.after_all(told))]
    ended: list[_Beam] = []
    for _ in range(_most_tokens(sound)):
        growth = _grown(beams, _log_odds(logits[:, -1]), told, bias)
        ended += [beam for beam, _ in growth if beam.tokens[-1] == END]
        going = _worth_following([pair for pair in growth if pair[0].tokens[-1] != END], ended)
        if not going:
            break
        beams = [beam for beam, _ in going]
        feed = np.array([[beam.tokens[-1]] for beam in beams], np.int64)
        parents = np.array([parent for _, parent in going], np.int64)
        logits, past = network.step(sound, feed, chosen(past, parents))
    else:
        ended += beams  # Nobody speaks faster: what still goes on is as good as ended.
    best = max(ended or beams, key=lambda beam: beam.merit)
    found = Decoded(best.tokens, best.probabilities)
    return found.first(found.tokens.index(END)) if END in found.tokens else found


class _Beam(NamedTuple):
    """One beginning that is followed."""

    tokens: Tokens
    probabilities: tuple[float, ...]
    log_odds: float
    place: Place
    """Which of the expected terms may have begun."""

    @property
    def hope(self) -> float:
        """The log odds if the term that may have begun is said."""
        return self.log_odds + self.place.promised

    @property
    def merit(self) -> float:
        """The log odds a token: long answers must not lose for being long."""
        return self.hope / max(1, len(self.tokens))


def _grown(
    beams: Sequence[_Beam], odds: Logits, told: Tokens, bias: Bias
) -> list[tuple[_Beam, int]]:
    """Return the likeliest beams with one token more, and which beam each comes from.

    The likeliest with what is hoped for come on top of the likeliest without: what an expected term
    begins with must not push out what was said in truth.
    """
    so_far = np.array([[beam.log_odds] for beam in beams], np.float32)
    best = _likeliest(odds + so_far)
    lifted = bias.lifted(odds, (beam.place for beam in beams))
    if lifted is not odds:
        best = list(dict.fromkeys([*best, *_likeliest(lifted + so_far)]))
    grown: list[tuple[_Beam, int]] = []
    for choice in best:
        parent, token = divmod(choice, odds.shape[1])
        place = bias.after(beams[parent].place, token)
        beam = _Beam(
            (*beams[parent].tokens, token),
            (*beams[parent].probabilities, min(1.0, float(np.exp(lifted[parent, token])))),
            beams[parent].log_odds + float(odds[parent, token]) + place.earned,
            place,
        )
        if not _loop_length(beam.tokens, told):
            grown.append((beam, parent))
    return grown


def _likeliest(totals: Logits) -> list[int]:
    """Return where the greatest stand, counted row by row."""
    found: list[int] = np.argpartition(-totals, _BEAMS, axis=None)[:_BEAMS].tolist()
    return found


def _worth_following(
    going: list[tuple[_Beam, int]], ended: Sequence[_Beam]
) -> list[tuple[_Beam, int]]:
    """Drop what will hardly become the answer any more."""
    if not going:
        return []
    goal = max((beam.merit for beam in ended), default=-np.inf)
    if max(beam.merit for beam, _ in going) < goal:
        return []
    least = max(beam.log_odds for beam, _ in going) - _BEAM_MARGIN
    return [(beam, parent) for beam, parent in going if beam.hope >= least]


def _confirmed(logits: Logits, feed: Tokens) -> tuple[Tokens, tuple[float, ...]]:
    """Return the likeliest tokens as far as those that were fed are among them, and the next."""
    tokens = tuple(logits.argmax(axis=1).tolist())
    pairs = enumerate(zip(tokens, feed[1:], strict=False), 1)
    count = next((place for place, (token, fed) in pairs if token != fed), len(tokens))
    odds = _log_odds(logits[:count])
    best = np.exp(odds.max(axis=1))
    return tokens[:count], tuple(best.tolist())


def _end_of(tokens: Tokens, count: int, told: Tokens, most: int) -> int | None:
    """Return how many tokens are the answer, if it ends behind so many of them; else `None`."""
    for place in range(count, len(tokens)):
        if tokens[place] == END:
            return place
        if place + 1 == most:
            return most
        loop = _loop_length(tokens[: place + 1], told)
        if loop:
            return place + 1 - loop
    return None


def _rest_of(draft: Tokens, place: int, token: int) -> Tokens:
    """Return how a draft goes on behind a token that should stand at a place of it."""
    near = range(max(0, place - _DRAFT_SLIP), min(len(draft), place + _DRAFT_SLIP + 1))
    found = [index for index in near if draft[index] == token]
    if not found:
        return ()
    start = min(found, key=lambda index: abs(index - place)) + 1
    return draft[start : start + _DRAFT_TOKENS]


def _most_tokens(sound: Sound) -> int:
    return int(sound.seconds * _TOKENS_A_SECOND) + _SPARE_TOKENS


def _ban_early_end(logits: Logits, sound: Sound) -> None:
    """Make it impossible that speech ends before its first word."""
    if sound.seconds >= _SURELY_SPEECH_SECONDS:
        logits[:, END] = -np.inf


def _log_odds(logits: Logits) -> Logits:
    """Return the logarithms of the probabilities, row by row."""
    shifted = logits - logits.max(axis=1, keepdims=True)
    odds: Logits = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return odds


def _loop_length(tokens: Tokens, told: Tokens) -> int:
    """Return how many tokens at the end only repeat what stands before them; 0 for no loop."""
    recent = (*told[-_LONGEST_LOOP:], *tokens)
    for period in range(1, _LONGEST_LOOP + 1):
        repeats = _SHORT_LOOP_REPEATS if period <= _SHORT_LOOP else _LONG_LOOP_REPEATS
        span = period * repeats
        if span <= len(recent) and recent[-span:] == recent[-period:] * repeats:
            return min(span - period, len(tokens))
    return 0
