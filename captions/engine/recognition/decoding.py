"""Finds the most likely tokens for a stretch of sound, one way soon and one way well.

*Greedy*: the likeliest token each time. What was decoded of the same sound a moment ago serves as a
draft (Leviathan et al. 2023, arXiv:2211.17192, with the last answer in place of a smaller model):
the network checks all of it in one step and goes on from the first token that it would put
otherwise. But for rounding the answer is the same as without, at a fraction of the steps.

*Beam search*: a few of the likeliest beginnings are followed side by side, and the one that is
likeliest by token wins, so that one unlucky choice does not decide the rest.

Both go on behind tokens that they are told. Moonshine has two habits that need a guard: it may end
before the first word of a long stretch, and it may fall into a loop of the same tokens
(`captions.engine.recognition.loops`).
"""

from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

import numpy as np

from captions.engine.recognition.evidence import Attention
from captions.engine.recognition.keyterms import NO_BIAS, Bias, Place
from captions.engine.recognition.loops import LoopGuard
from captions.engine.recognition.network import Heads, Logits, Network, Sound, chosen, shortened
from captions.engine.recognition.spelling import ANY_SPELLING, Spelling
from captions.engine.recognition.tokens import BEGIN, END, Tokens

_TOKENS_A_SECOND = 6.5
"""More than anyone speaks: what Moonshine's authors cap the output at."""
_SPARE_TOKENS = 6
_SURELY_SPEECH_SECONDS = 1.2
"""Sound of this length holds a word, since voice detection let it through: with the silence that is
kept around it, half a second of speech."""
_DRAFT_TOKENS = 48
"""A longer draft is checked in parts."""
_DRAFT_SLIP = 6
"""So far from where it should stand the next token is looked for in a draft that went astray."""
_BEAMS = 4
_BLOCKS = 64
"""Parts of all candidates that are searched for the likeliest."""
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


class Guide(NamedTuple):
    """What a decode keeps to besides the network's own odds."""

    bias: Bias = NO_BIAS
    """Makes some terms likelier."""
    spelling: Spelling = ANY_SPELLING
    """Excludes tokens that would be badly typed."""
    heads: Heads = ()
    """The heads of the decoder that follow speech."""
    goes_on: bool = False
    """True if the text cannot end with the tokens that are told."""


NO_GUIDE = Guide()


def greedy(
    network: Network,
    sound: Sound,
    told: Tokens = (),
    draft: Tokens = (),
    guide: Guide = NO_GUIDE,
) -> Decoded:
    """Return the tokens that are likeliest one by one.

    Args:
        network: the model.
        sound: what was heard.
        told: the first tokens, which are certain and not returned.
        draft: those that probably come behind them.
        guide: what the tokens keep to.
    """
    bias = guide.bias
    loops = _loop_guard(network, sound, told, guide)
    found = Decoded((), ())
    most = _most_tokens(sound)
    feed = (BEGIN, *told, *draft[:_DRAFT_TOKENS])
    past = network.no_past
    place = bias.after_all(told)
    while True:
        logits, past = network.step(sound, np.array([feed], np.int64), past)
        first = 0 if found.tokens else len(told)
        if not found.tokens and (guide.goes_on or not told):
            _ban_early_end(logits[:, first], sound)
        before = feed[first:] if found.tokens else (BEGIN, *feed[first + 1 :])
        guide.spelling.restrict(logits[0, first:], before)
        places = accumulate(feed[first + 1 :], bias.after, initial=place)
        lifted = bias.lifted(logits[0, first:], places)
        tokens, probabilities = _confirmed(lifted, feed[first:])
        count = len(found.tokens)
        found = Decoded(found.tokens + tokens, found.probabilities + probabilities)
        end = _end_of(found.tokens, count, loops, most)
        if end is not None:
            return found.first(end)
        # What was fed beyond the tokens that are confirmed must not be remembered.
        past = shortened(past, len(told) + len(found.tokens))
        place = bias.after_all(tokens, place)
        feed = (tokens[-1], *_rest_of(draft, len(found.tokens) - 1, tokens[-1]))


def beam_search(
    network: Network, sound: Sound, told: Tokens = (), guide: Guide = NO_GUIDE
) -> Decoded:
    """Return the tokens that are likeliest taken together.

    Args:
        network: the model.
        sound: what was heard.
        told: the first tokens, which are certain and not returned.
        guide: what the tokens keep to.
    """
    loops = _loop_guard(network, sound, told, guide)
    logits, past = network.step(sound, np.array([[BEGIN, *told]], np.int64), network.no_past)
    if not told:
        _ban_early_end(logits[:, -1], sound)
    beams = [_Beam((), (), 0.0, guide.bias.after_all(told))]
    ended: list[_Beam] = []
    for _ in range(_most_tokens(sound)):
        before = (beam.tokens[-1] if beam.tokens else BEGIN for beam in beams)
        guide.spelling.restrict(logits[:, -1], before)
        growth = _grown(beams, _log_odds(logits[:, -1]), guide.bias, loops)
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
    beams: Sequence[_Beam], odds: Logits, bias: Bias, loops: LoopGuard
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
        if not loops.loop_length(beam.tokens):
            grown.append((beam, parent))
    return grown


def _likeliest(totals: Logits) -> list[int]:
    """Return where the greatest stand, counted row by row."""
    flat = totals.ravel()
    # None of the greatest is less than the fourth of the greatest of each block. So only a handful
    # has to be sorted, which takes a thirtieth of the time.
    blocks = np.maximum.reduceat(flat, np.arange(0, flat.size, max(1, flat.size // _BLOCKS)))
    least = np.partition(blocks, -_BEAMS)[-_BEAMS]
    near = np.flatnonzero(flat >= least)
    found: list[int] = near[np.argsort(-flat[near])[:_BEAMS]].tolist()
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


def _end_of(tokens: Tokens, count: int, loops: LoopGuard, most: int) -> int | None:
    """Return how many tokens are the answer, if it ends behind so many of them; else `None`."""
    for place in range(count, len(tokens)):
        if tokens[place] == END:
            return place
        if place + 1 == most:
            return most
        loop = loops.loop_length(tokens[: place + 1])
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


def _loop_guard(network: Network, sound: Sound, told: Tokens, guide: Guide) -> LoopGuard:
    def attention(tokens: Tokens) -> Attention:
        return network.attention(sound, np.array([BEGIN, *tokens], np.int64), guide.heads)[:, :-1]

    return LoopGuard(told, guide.spelling.starts_word, attention)
