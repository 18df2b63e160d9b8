"""What a model still gets wrong of a window, head by head."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812 - the name by which torch's users know it

from liens.reading.trained.arrays import Arrays, speech_features
from liens.reading.trained.features import RULES
from training.encoder import WIDTH, Encoder
from training.examples import Example, Tie, symmetric
from training.heads import Inputs, Pairs, Speech, Terms, inputs_of
from training.quotes import Tagger

_IGNORED = -100
_PER_WINDOW = 8
"""About as many ties as a window has: keeps the heads' losses of one size."""


class Model(nn.Module):
    """Everything that is learned."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder
        self.norm = nn.LayerNorm(WIDTH)
        self.pairs = Pairs()
        self.terms = Terms()
        self.speech = Speech()
        self.tagger = Tagger()


@dataclass(frozen=True, slots=True)
class Ready:
    """An example with its arrays."""

    example: Example
    arrays: Arrays


@dataclass(frozen=True)
class Look:
    """A model's look at one window; `blind` to what the rules read there."""

    model: Model
    states: Tensor
    one: Ready
    blind: bool

    @cached_property
    def inputs(self) -> Inputs:
        inputs = inputs_of(self.one.arrays)
        if self.blind:
            inputs.features[..., :RULES] = 0.0
            inputs.quoted.zero_()
            inputs.said_at.zero_()
        return inputs

    @cached_property
    def pairs(self) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Entities, attention, pair states and relation scores."""
        told: tuple[Tensor, Tensor, Tensor, Tensor] = self.model.pairs(self.states, self.inputs)
        return told

    def loss(self) -> Tensor:
        ties = self.one.example.ties
        total = self._relations(ties) / _PER_WINDOW + self._speech()
        required = [t for t in ties if not t.optional]
        return total + _Claims(self, required).loss() / _PER_WINDOW if required else total

    def _relations(self, ties: Sequence[Tie]) -> Tensor:
        """Binary cross-entropy over all ordered pairs and relations, the optional ones left out."""
        scores = self.pairs[3]
        gold, weight = torch.zeros_like(scores), torch.ones_like(scores)
        weight[range(len(scores)), range(len(scores))] = 0.0
        for t in sorted(ties, key=lambda t: t.optional, reverse=True):
            for i, j in ((t.subject, t.object), (t.object, t.subject))[: 2 if symmetric(t.relation) else 1]:
                gold[i, j, t.relation] = 1.0
                weight[i, j, t.relation] = 0.0 if t.optional else 1.0
        return F.binary_cross_entropy_with_logits(scores, gold, weight, reduction="sum")

    def _speech(self) -> Tensor:
        tags = self.model.speech.tags(self.states, self.inputs.quoted)
        gold = torch.zeros(len(self.states), dtype=torch.long)
        speeches = self.one.example.speeches
        for s in sorted(speeches, key=lambda s: s.optional, reverse=True):
            gold[s.start : s.end] = _IGNORED if s.optional else 2
            gold[s.start] = _IGNORED if s.optional else 1
        loss = F.cross_entropy(tags, gold, ignore_index=_IGNORED, reduction="sum") / 60
        for s in (s for s in speeches if s.speaker >= 0 and s.end < len(self.states)):
            loss = loss + 0.3 * F.cross_entropy(self._speakers((s.start, s.end))[None], torch.tensor([s.speaker]))
        return loss

    def _speakers(self, span: tuple[int, int]) -> Tensor:
        example = self.one.example
        told = torch.from_numpy(speech_features(example.window, span, example.told))
        if self.blind:
            told[:, 6] = 0.0
        scores: Tensor = self.model.speech.speakers(self.states, span, self.pairs[0], self.inputs.kinds, told)
        return scores


@dataclass(frozen=True)
class _Claims:
    """The ties that a window tells, as claims: the losses of their status, evidence and terms."""

    look: Look
    ties: Sequence[Tie]

    @cached_property
    def ends(self) -> tuple[Tensor, Tensor]:
        return torch.tensor([t.subject for t in self.ties]), torch.tensor([t.object for t in self.ties])

    @cached_property
    def states(self) -> Tensor:
        relations = torch.tensor([t.relation for t in self.ties])
        told: Tensor = self.look.model.terms.claims(self.look.pairs[2][self.ends], relations)
        return told

    @cached_property
    def mass(self) -> Tensor:
        """(claims × sentences): how much of each claim's attention rests on a sentence."""
        return self.look.pairs[1][self.ends] @ self.look.inputs.sentences.T

    def loss(self) -> Tensor:
        return (
            0.3 * self._status()
            + 0.2 * self._evidence()
            + 0.5 * self._value(0, "money")
            + 0.5 * self._value(1, "share")
            + 0.3 * self._speaker()
        )

    def _status(self) -> Tensor:
        features = self.look.inputs.features[self.ends]
        scores = self.look.model.terms.status(torch.cat([self.states, features], -1))
        return F.cross_entropy(scores, torch.tensor([t.status for t in self.ties]), reduction="sum")

    def _evidence(self) -> Tensor:
        known = [k for k, t in enumerate(self.ties) if t.evidence >= 0]
        told = self.mass[known, [self.ties[k].evidence for k in known]]
        return -told.clamp(min=1e-6).log().sum()

    def _value(self, kind: int, name: str) -> Tensor:
        inputs = self.look.inputs
        which = (inputs.value_kinds == kind).nonzero().flatten()
        known = [k for k, t in enumerate(self.ties) if getattr(t, name) is not None]
        if not len(which) or not known:
            return torch.zeros(())
        place = {int(v): at for at, v in enumerate(which)}
        gold = torch.tensor([place.get(getattr(self.ties[k], name), len(which)) for k in known])
        features = candidate_features(self.mass[known], inputs.value_at[which])
        scores = getattr(self.look.model.terms, name)(
            self.states[known], inputs.values[which] @ self.look.states, features
        )
        return F.cross_entropy(scores, gold, reduction="sum")

    def _speaker(self) -> Tensor:
        known = [k for k, t in enumerate(self.ties) if t.speaker is not None]
        if not known:
            return torch.zeros(())
        entities = self.look.pairs[0]
        features = speaker_features(self.mass, self.ends, self.look.inputs)[known]
        scores = self.look.model.terms.speaker(self.states[known], entities, features)
        gold = torch.tensor([s if s != -1 else len(entities) for k in known for s in [self.ties[k].speaker]])
        return F.cross_entropy(scores, gold, reduction="sum")


def candidate_features(mass: Tensor, standing: Tensor) -> Tensor:
    """(claims × candidates × 3): how much of the claim's attention rests on the candidates' sentences, on those before
    and on those after."""
    before, after = F.pad(standing[:, 1:], (0, 1)), F.pad(standing[:, :-1], (1, 0))
    return torch.stack([mass @ s.T for s in (standing, before, after)], -1)


def speaker_features(mass: Tensor, ends: tuple[Tensor, Tensor], inputs: Inputs) -> Tensor:
    """(claims × entities × 6): `candidate_features`, the attention on sentences in which the rules hear the entity
    speak, and whether it is the claim's subject or object."""
    same = [F.one_hot(end, len(inputs.kinds)).float() for end in ends]
    told = torch.stack([mass @ inputs.said_at.T, *same], -1)
    return torch.cat([candidate_features(mass, inputs.entity_at), told], -1)
