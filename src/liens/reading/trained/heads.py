"""The encoder's states of one window → what the window says: the heads, computed with numpy.

The layers are those that training fits (`training/heads.py`), under the same names in the weights.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from liens.reading.trained.arrays import Arrays

Array = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.int64]
ATTENTIONS, KEY, VALUE, POINT, SPEECH, CUE = 4, 32, 48, 96, 128, 64
_LEAST = np.float32(1e-5)
_TINY = np.float32(1e-30)
_LOWEST = np.float32(-40.0)
_ERF = tuple(map(np.float32, (0.254829592, -0.284496736, 1.421413741, -1.453152027, 1.061405429)))


class Heads:
    """The heads with their weights, by the names of the fitted modules ("pairs.key.weight")."""

    def __init__(self, weights: Mapping[str, Array]) -> None:
        self._weights = weights

    def read(self, states: Array, arrays: Arrays) -> Told:
        """`states` (tokens × width) of a window whose arrays are `arrays` → what it says."""
        states = _normalised(states, self._weights["norm.weight"], self._weights["norm.bias"])
        entities = _pooled(arrays.mentions @ states, arrays.members)
        return Told(self, states, arrays, entities)

    def linear(self, name: str, x: Array) -> Array:
        out = x @ self._weights[f"{name}.weight"].T
        bias = self._weights.get(f"{name}.bias")
        return out if bias is None else out + bias

    def weight(self, name: str) -> Array:
        return self._weights[name]

    def rows(self, name: str, numbers: Numbers) -> Array:
        """The rows of an embedding."""
        return self._weights[f"{name}.weight"][numbers]


@dataclass(frozen=True)
class TermScores:
    """Of claims (one a row): probabilities of the statuses, and of the candidates for sum, share and source; the last
    column of the latter three is "none of them"."""

    status: Array
    money: Array
    share: Array
    speaker: Array


class Told:
    """What a window says, as probabilities; computed when asked for."""

    def __init__(self, heads: Heads, states: Array, arrays: Arrays, entities: Array) -> None:
        self._heads, self._states, self._arrays, self._entities = heads, states, arrays, entities

    @cached_property
    def _attention(self) -> Array:
        """(attentions × entities × entities × tokens): the softmax of the sum of what a pair's two ends look for, as a
        product of powers: one power an end and not one a pair."""
        n, t = len(self._entities), len(self._states)
        keys = self._heads.linear("pairs.key", self._states).reshape(t, ATTENTIONS, KEY).transpose(1, 2, 0)
        looks = [
            self._heads.linear(f"pairs.query.{end}", self._entities).reshape(n, ATTENTIONS, KEY).transpose(1, 0, 2)
            @ keys
            for end in (0, 1)
        ]
        first, second = (_powers(look * np.float32(KEY**-0.5)) for look in looks)
        totals = first @ second.transpose(0, 2, 1)
        return np.asarray((first[:, :, None] / totals[..., None]) * second[:, None])

    @cached_property
    def looks(self) -> Array:
        """(entities × entities × tokens): where each ordered pair looks."""
        return np.asarray(self._attention.mean(0))

    @cached_property
    def mass(self) -> Array:
        """(entities × entities × sentences): how much of that rests on each sentence."""
        return np.asarray(self.looks @ self._arrays.sentences.T)

    @cached_property
    def _pairs(self) -> Array:
        heads, arrays, n = self._heads, self._arrays, len(self._entities)
        values = heads.linear("pairs.value", self._states).reshape(-1, ATTENTIONS, VALUE).transpose(1, 0, 2)
        seen = np.concatenate(list(self._attention.reshape(ATTENTIONS, n * n, -1) @ values), axis=-1).reshape(n, n, -1)
        typed = np.concatenate([self._entities, heads.rows("pairs.kind", arrays.kinds)], axis=-1)
        ends = [heads.linear(f"pairs.ends.{end}", typed) for end in (0, 1)]
        both = [heads.linear(f"pairs.both.{end}", self._entities) for end in (0, 1)]
        mixed = (
            ends[0][:, None] + ends[1][None] + both[0][:, None] * both[1][None] + heads.linear("pairs.context", seen)
        )
        first = _gelu(mixed + heads.linear("pairs.features", arrays.features))
        return _gelu(heads.linear("pairs.inner", first)) + first

    @cached_property
    def relations(self) -> Array:
        """(entities × entities × relations): the probability that a relation is told, from the row to the column."""
        scores = self._heads.linear("pairs.score", self._pairs)
        return _sigmoid(scores + self._heads.linear("pairs.shortcut", self._arrays.features))

    def terms(self, claims: Numbers) -> TermScores:
        """`claims` (claims × 3): subject, relation, object."""
        i, r, j = claims.T
        heads, arrays = self._heads, self._arrays
        inner = self._pairs[i, j] + heads.rows("terms.relation", r)
        told = _gelu(heads.linear("terms.inner", inner))
        mass, cues = self.mass[i, j], self._cues(told, self.looks[i, j])
        money, share = (arrays.values[arrays.value_kinds == kind] @ self._states for kind in (0, 1))
        at = [arrays.value_at[arrays.value_kinds == kind] for kind in (0, 1)]
        return TermScores(
            _softmax(heads.linear("terms.status", np.concatenate([told, arrays.features[i, j], cues], axis=-1))),
            self._pointed("terms.money", told, money, _candidate_features(mass, at[0])),
            self._pointed("terms.share", told, share, _candidate_features(mass, at[1])),
            self._pointed("terms.speaker", told, self._entities, self._speaker_features(mass, i, j)),
        )

    def _cues(self, claims: Array, looks: Array) -> Array:
        """(claims × cued): what the words near a claim's own tell of its status."""
        heads = self._heads
        scores = heads.linear("terms.cue.query", claims) @ heads.linear("terms.cue.key", self._states).T * CUE**-0.5
        weights = _softmax(scores + heads.weight("terms.cue.near") * np.log(looks + _LEAST))
        return _gelu(weights @ heads.linear("terms.cue.value", self._states))

    def _speaker_features(self, mass: Array, subjects: Numbers, objects: Numbers) -> Array:
        """(claims × entities × 6): `_candidate_features`, the attention on sentences in which the rules hear the entity
        speak, and whether it is the claim's subject or object."""
        same = [np.eye(len(self._entities), dtype=np.float32)[ends] for ends in (subjects, objects)]
        told = np.stack([mass @ self._arrays.said_at.T, *same], axis=-1)
        return np.concatenate([_candidate_features(mass, self._arrays.entity_at), told], axis=-1)

    def _pointed(self, name: str, claims: Array, candidates: Array, features: Array) -> Array:
        heads = self._heads
        scores = heads.linear(f"{name}.query", claims) @ heads.linear(f"{name}.key", candidates).T * POINT**-0.5
        scores = scores + heads.linear(f"{name}.features", features)[..., 0]
        return _softmax(np.concatenate([scores, heads.linear(f"{name}.none", claims)], axis=-1))

    @cached_property
    def tags(self) -> Array:
        """(tokens × 3): log-probabilities that a token is outside a statement, its first, or inside."""
        scores = self._heads.linear("speech.tag", np.concatenate([self._states, self._arrays.quoted], axis=-1))
        return np.log(np.maximum(_softmax(scores), _TINY))

    def speakers(self, span: tuple[int, int], features: Array) -> Array:
        """(entities): the probability of each as the speaker of the content in tokens `span`."""
        start, end = span
        states, heads = self._states, self._heads
        around = [states[start - 1], states[start], states[start:end].mean(0), states[end - 1], states[end]]
        query = heads.linear("speech.query", np.concatenate(around))
        told = np.concatenate([features, heads.rows("speech.kind", self._arrays.kinds)], axis=-1)
        placed = heads.linear("speech.features.2", _gelu(heads.linear("speech.features.0", told)))[..., 0]
        return _softmax(heads.linear("speech.key", self._entities) @ query * SPEECH**-0.5 + placed)


def _normalised(x: Array, weight: Array, bias: Array) -> Array:
    centred = x - x.mean(-1, keepdims=True)
    scaled = centred / np.sqrt((centred * centred).mean(-1, keepdims=True) + np.float32(1e-5))
    return np.asarray(scaled * weight + bias, dtype=np.float32)


def _pooled(mentions: Array, members: Numbers) -> Array:
    """Log-sum-exp over each entity's mentions."""
    gathered = np.where((members < 0)[..., None], np.float32(-1e4), mentions[np.maximum(members, 0)])
    most = gathered.max(1, keepdims=True)
    return np.asarray(np.log(np.exp(gathered - most).sum(1)) + most[:, 0], dtype=np.float32)


def _candidate_features(mass: Array, standing: Array) -> Array:
    """(claims × candidates × 3): the claim's attention on the candidates' sentences, on those before and after."""
    before = np.pad(standing[:, 1:], ((0, 0), (0, 1)))
    after = np.pad(standing[:, :-1], ((0, 0), (1, 0)))
    return np.stack([mass @ s.T for s in (standing, before, after)], axis=-1)


def _powers(x: Array) -> Array:
    """exp(x) of each row, but for a factor; none is so small that a product of two is nothing."""
    return np.asarray(np.exp(np.maximum(x - x.max(-1, keepdims=True), _LOWEST)), dtype=np.float32)


def _softmax(x: Array) -> Array:
    powers = np.exp(x - x.max(-1, keepdims=True))
    return np.asarray(powers / powers.sum(-1, keepdims=True), dtype=np.float32)


def _sigmoid(x: Array) -> Array:
    return np.asarray(1 / (1 + np.exp(-x)), dtype=np.float32)


def _gelu(x: Array) -> Array:
    """x Φ(x), the normal distribution by Abramowitz and Stegun 7.1.26 (error below 2·10⁻⁷)."""
    scaled = np.abs(x) * np.float32(0.7071067811865476)
    t = 1 / (1 + np.float32(0.3275911) * scaled)
    series = np.zeros_like(t)
    for factor in reversed(_ERF):
        series = (series + factor) * t
    erf = 1 - series * np.exp(-scaled * scaled)
    return np.asarray(0.5 * x * (1 + np.sign(x) * erf), dtype=np.float32)
