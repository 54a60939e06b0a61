"""Autoregressive decoding: greedy search for quick hypotheses, beam search for settled words.

*Greedy search* takes the most likely token at each step. Speculative decoding makes it fast
(Leviathan et al. 2023, arXiv:2211.17192). The previous hypothesis for the same audio serves as the
draft, in place of a smaller model's output. The network verifies all draft tokens in one step, and
continues from the first one that it would choose differently. Except for rounding, the result is
the same as without a draft, at a fraction of the steps.

*Beam search* follows the most likely partial hypotheses in parallel. The one with the greatest log
probability per token wins, so that a single wrong token does not determine the rest.

Both continue after a decoder *prefix*: the tokens of settled words, which are fed to the network
but not chosen by it. Moonshine has two known failures that need a guard. It may emit the
end-of-text token before the first word of long audio, so that token is excluded there. It may also
repeat the same tokens in a loop (`captions.engine.recognition.moonshine.loops`).
"""

from collections.abc import Sequence
from itertools import accumulate
from math import exp
from typing import NamedTuple

import numpy as np

from captions.engine.recognition.moonshine.attention_evidence import Attention
from captions.engine.recognition.moonshine.keyterms import NO_BIAS, KeytermBias, TermPosition
from captions.engine.recognition.moonshine.loops import LoopGuard
from captions.engine.recognition.moonshine.network import (
    EncodedAudio,
    Heads,
    Logits,
    MoonshineNetwork,
    select_beams,
    truncate_past,
)
from captions.engine.recognition.moonshine.spelling import NO_SPELLING_RULES, SpellingRules
from captions.engine.recognition.moonshine.tokens import BEGIN, END, Tokens

_TOKENS_PER_SECOND = 6.5
"""Upper limit of the speaking rate; Moonshine's authors limit the output to it."""
_EXTRA_TOKENS = 6
"""Tokens allowed in addition to those of the speaking rate."""
_CERTAIN_SPEECH_SECONDS = 1.2
"""Duration from which audio certainly contains a word, in seconds. Voice detection has passed it,
so with the silence kept around speech it holds at least half a second of speech."""
_DRAFT_TOKENS = 48
"""Maximum draft tokens verified in one step; a longer draft is verified in parts."""
_DRAFT_SEARCH_RADIUS = 6
"""Search radius in tokens for the position at which a rejected draft matches again."""
_BEAM_WIDTH = 4
"""Beam width: partial hypotheses followed in parallel."""
_SCORE_BLOCKS = 64
"""Blocks of candidate scores that bound the search for the greatest ones."""
_PRUNING_MARGIN = 4.0
"""Pruning margin: partial hypotheses are dropped if their score is this much below the best."""


class DecodedTokens(NamedTuple):
    """Tokens and their probabilities."""

    tokens: Tokens
    probabilities: tuple[float, ...]
    """Probability of each token, 0..1, raised by keyterms: in beam search by complete ones only."""

    def keep_first(self, count: int) -> "DecodedTokens":
        """Return only the first ``count`` tokens."""
        return DecodedTokens(self.tokens[:count], self.probabilities[:count])


class DecodingGuide(NamedTuple):
    """Constraints on decoding besides the network's own probabilities."""

    bias: KeytermBias = NO_BIAS
    """Raises the probability of keyterms."""
    spelling: SpellingRules = NO_SPELLING_RULES
    """Excludes tokens that would produce malformed text."""
    heads: Heads = ()
    """Alignment heads: the decoder's cross-attention heads that follow speech."""
    goes_on: bool = False
    """True if the text must not end directly after the prefix."""


DEFAULT_GUIDE = DecodingGuide()


def greedy_search(
    network: MoonshineNetwork,
    audio: EncodedAudio,
    prefix: Tokens = (),
    draft: Tokens = (),
    guide: DecodingGuide = DEFAULT_GUIDE,
) -> DecodedTokens:
    """Return the most likely token at each step.

    Args:
        network: the model.
        audio: the encoded audio.
        prefix: tokens at the beginning that are settled; they are not returned.
        draft: tokens that are expected after the prefix.
        guide: constraints on the tokens.
    """
    bias = guide.bias
    loops = _create_loop_guard(network, audio, prefix, guide)
    found = _ScoredTokens((), ())
    limit = _token_limit(audio)
    feed = (BEGIN, *prefix, *draft[:_DRAFT_TOKENS])
    past = network.empty_past
    position = bias.advance_all(prefix)
    while True:
        logits, past = network.run_decoder(audio, np.array([feed], np.int64), past)
        first = 0 if found.tokens else len(prefix)
        if not found.tokens and (guide.goes_on or not prefix):
            _exclude_early_end(logits[:, first], audio)
        previous = feed[first:] if found.tokens else (BEGIN, *feed[first + 1 :])
        guide.spelling.mask_logits(logits[0, first:], previous)
        positions = accumulate(feed[first + 1 :], bias.advance, initial=position)
        biased = bias.add_bonuses(logits[0, first:], positions)
        tokens = _verify_draft(biased, feed[first:])
        count = len(found.tokens)
        found = found.extend(tokens, _log_softmax(biased[: len(tokens)]))
        end = _find_end(found.tokens, count, loops, limit)
        if end is not None:
            # These probabilities contain the bonuses already. Without those of begun keyterms, word
            # errors rose from 9.8 to 10.0 % (benchmark of keyterms).
            return found.finish(end, NO_BIAS, prefix)
        # The cache must not keep draft tokens that were rejected.
        past = truncate_past(past, len(prefix) + len(found.tokens))
        position = bias.advance_all(tokens, position)
        feed = (tokens[-1], *_realign_draft(draft, len(found.tokens) - 1, tokens[-1]))


def beam_search(
    network: MoonshineNetwork,
    audio: EncodedAudio,
    prefix: Tokens = (),
    guide: DecodingGuide = DEFAULT_GUIDE,
) -> DecodedTokens:
    """Return the tokens with the greatest log probability per token.

    Args:
        network: the model.
        audio: the encoded audio.
        prefix: tokens at the beginning that are settled; they are not returned.
        guide: constraints on the tokens.
    """
    loops = _create_loop_guard(network, audio, prefix, guide)
    logits, past = network.run_decoder(
        audio, np.array([[BEGIN, *prefix]], np.int64), network.empty_past
    )
    if not prefix:
        _exclude_early_end(logits[:, -1], audio)
    beams = [_Beam((), (), 0.0, guide.bias.advance_all(prefix))]
    ended: list[_Beam] = []
    for _ in range(_token_limit(audio)):
        previous = (beam.tokens[-1] if beam.tokens else BEGIN for beam in beams)
        guide.spelling.mask_logits(logits[:, -1], previous)
        expanded = _expand_beams(beams, _log_softmax(logits[:, -1]), guide.bias, loops)
        ended += [beam for beam, _ in expanded if beam.tokens[-1] == END]
        active = _prune_beams([pair for pair in expanded if pair[0].tokens[-1] != END], ended)
        if not active:
            break
        beams = [beam for beam, _ in active]
        feed = np.array([[beam.tokens[-1]] for beam in beams], np.int64)
        parents = np.array([parent for _, parent in active], np.int64)
        logits, past = network.run_decoder(audio, feed, select_beams(past, parents))
    else:
        ended += beams  # The limit is reached: unfinished hypotheses count as finished.
    best = max(ended or beams, key=lambda beam: beam.normalised_score)
    end = best.tokens.index(END) if END in best.tokens else len(best.tokens)
    return _ScoredTokens(best.tokens, best.log_probabilities).finish(end, guide.bias, prefix)


class _ScoredTokens(NamedTuple):
    """Tokens and their log probabilities."""

    tokens: Tokens
    log_probabilities: tuple[float, ...]

    def extend(self, tokens: Tokens, log_probabilities: Logits) -> "_ScoredTokens":
        """Return these tokens and further ones.

        Args:
            tokens: the further tokens.
            log_probabilities: of the whole vocabulary, one row for each token.
        """
        chosen = log_probabilities[np.arange(len(tokens)), tokens]
        return _ScoredTokens(self.tokens + tokens, self.log_probabilities + tuple(chosen.tolist()))

    def finish(self, end: int, bias: KeytermBias, prefix: Tokens) -> DecodedTokens:
        """Return the tokens before ``end``; complete keyterms raise their probabilities."""
        tokens = self.tokens[:end]
        bonuses = bias.kept_bonuses(tokens, bias.advance_all(prefix))
        scores = map(sum, zip(self.log_probabilities[:end], bonuses, strict=True))
        return DecodedTokens(tokens, tuple(min(1.0, exp(score)) for score in scores))


class _Beam(NamedTuple):
    """One partial hypothesis."""

    tokens: Tokens
    log_probabilities: tuple[float, ...]
    """Log probability of each token, without bonuses."""
    score: float
    """Sum of the tokens' log probabilities and of the bonuses for complete keyterms."""
    position: TermPosition
    """Keyterms that the last tokens may have begun."""

    @property
    def optimistic_score(self) -> float:
        """Score if the keyterm that has begun is completed."""
        return self.score + self.position.pending_bonus

    @property
    def normalised_score(self) -> float:
        """Score per token, so that long hypotheses are not at a disadvantage."""
        return self.optimistic_score / max(1, len(self.tokens))


def _expand_beams(
    beams: Sequence[_Beam], log_probabilities: Logits, bias: KeytermBias, loops: LoopGuard
) -> list[tuple[_Beam, int]]:
    """Return the best beams with one more token, each with the index of its parent.

    Candidates are ranked twice, without and with keyterm bonuses, and the best of both are kept.
    Otherwise the beginning of a keyterm could displace words that were really spoken.
    """
    totals = np.array([[beam.score] for beam in beams], np.float32)
    best = _find_best_scores(log_probabilities + totals)
    biased = bias.add_bonuses(log_probabilities, (beam.position for beam in beams))
    if biased is not log_probabilities:
        best = list(dict.fromkeys([*best, *_find_best_scores(biased + totals)]))
    expanded: list[tuple[_Beam, int]] = []
    for choice in best:
        parent, token = divmod(choice, log_probabilities.shape[1])
        position = bias.advance(beams[parent].position, token)
        log_probability = float(log_probabilities[parent, token])
        beam = _Beam(
            (*beams[parent].tokens, token),
            (*beams[parent].log_probabilities, log_probability),
            beams[parent].score + log_probability + position.final_bonus,
            position,
        )
        if not loops.loop_length(beam.tokens):
            expanded.append((beam, parent))
    return expanded


def _find_best_scores(scores: Logits) -> list[int]:
    """Return the flat indices of the greatest scores."""
    flat = scores.ravel()
    # At least one block maximum per hypothesis of the beam reaches `least`, so no smaller score can
    # be among the best. Only the few scores that reach it are sorted, in a thirtieth of the time.
    blocks = np.maximum.reduceat(flat, np.arange(0, flat.size, max(1, flat.size // _SCORE_BLOCKS)))
    least = np.partition(blocks, -_BEAM_WIDTH)[-_BEAM_WIDTH]
    near = np.flatnonzero(flat >= least)
    best: list[int] = near[np.argsort(-flat[near])[:_BEAM_WIDTH]].tolist()
    return best


def _prune_beams(
    active: list[tuple[_Beam, int]], ended: Sequence[_Beam]
) -> list[tuple[_Beam, int]]:
    """Drop partial hypotheses that are unlikely to win."""
    if not active:
        return []
    best = max((beam.normalised_score for beam in ended), default=-np.inf)
    if max(beam.normalised_score for beam, _ in active) < best:
        return []
    least = max(beam.score for beam, _ in active) - _PRUNING_MARGIN
    return [(beam, parent) for beam, parent in active if beam.optimistic_score >= least]


def _verify_draft(logits: Logits, feed: Tokens) -> Tokens:
    """Return the network's tokens up to and including the first that differs from the draft."""
    tokens = tuple(logits.argmax(axis=1).tolist())
    pairs = enumerate(zip(tokens, feed[1:], strict=False), 1)
    return tokens[: next((index for index, (token, fed) in pairs if token != fed), len(tokens))]


def _find_end(tokens: Tokens, count: int, loops: LoopGuard, limit: int) -> int | None:
    """Return the length of the final text if it ends within the new tokens, else `None`."""
    for index in range(count, len(tokens)):
        if tokens[index] == END:
            return index
        if index + 1 == limit:
            return limit
        loop = loops.loop_length(tokens[: index + 1])
        if loop:
            return index + 1 - loop
    return None


def _realign_draft(draft: Tokens, position: int, token: int) -> Tokens:
    """Return the part of a draft after ``token``, which is searched near ``position``."""
    near = range(
        max(0, position - _DRAFT_SEARCH_RADIUS),
        min(len(draft), position + _DRAFT_SEARCH_RADIUS + 1),
    )
    matches = [index for index in near if draft[index] == token]
    if not matches:
        return ()
    start = min(matches, key=lambda index: abs(index - position)) + 1
    return draft[start : start + _DRAFT_TOKENS]


def _token_limit(audio: EncodedAudio) -> int:
    return int(audio.seconds * _TOKENS_PER_SECOND) + _EXTRA_TOKENS


def _exclude_early_end(logits: Logits, audio: EncodedAudio) -> None:
    """Exclude the end-of-text token as the first one if the audio certainly contains a word."""
    if audio.seconds >= _CERTAIN_SPEECH_SECONDS:
        logits[:, END] = -np.inf


def _log_softmax(logits: Logits) -> Logits:
    """Return the log probabilities, row by row."""
    shifted = logits - logits.max(axis=1, keepdims=True)
    normalised: Logits = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return normalised


def _create_loop_guard(
    network: MoonshineNetwork, audio: EncodedAudio, prefix: Tokens, guide: DecodingGuide
) -> LoopGuard:
    def compute_attention(tokens: Tokens) -> Attention:
        return network.compute_attention(audio, np.array([BEGIN, *tokens], np.int64), guide.heads)[
            :, :-1
        ]

    return LoopGuard(prefix, guide.spelling.starts_word, compute_attention)
