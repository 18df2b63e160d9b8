"""What a model still gets wrong of a batch of windows, head by head."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812 - the name by which torch's users know it

from liens.reading.trained.features import RULES
from training.batches import IGNORED, NONE, NOT_TOLD, Batch
from training.encoder import Encoder
from training.heads import Pairs, Pointer, Speech, Terms, pool
from training.tagging import Tagger

_PER_WINDOW = 8
"""About as many ties as a window has: keeps the heads' losses of one size."""
_HEARD = 6
"""The number of the speech feature that tells whom the rules take for the speaker."""
_FAR = -1e4


class Model(nn.Module):
    """Everything that is learned."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        width = encoder.shape.width
        self.encoder = encoder
        self.norm = nn.LayerNorm(width)
        self.pairs = Pairs(width)
        self.terms = Terms(width)
        self.speech = Speech(width)
        self.tagger = Tagger(width)


@dataclass(frozen=True)
class Look:
    """A model's look at a batch; `sighted` (windows) is 0 where it has to do without what the rules read."""

    model: Model
    batch: Batch
    sighted: Tensor
    drop: float = 0.1

    @cached_property
    def states(self) -> Tensor:
        """(windows × tokens × width)."""
        batch = self.batch
        told: Tensor = self.model.encoder(batch.ids, batch.kinds, batch.slots, batch.real, self.drop)
        return self.model.norm(told)

    @cached_property
    def features(self) -> Tensor:
        rules, distances = self.batch.features[..., :RULES], self.batch.features[..., RULES:]
        return torch.cat([rules * self.sighted[:, None, None, None], distances], -1)

    @cached_property
    def entities(self) -> Tensor:
        """(windows × entities × width)."""
        return pool(self.batch.mentions @ self.states.float(), self.batch.members)

    @cached_property
    def pairs(self) -> tuple[Tensor, Tensor, Tensor]:
        """Attention, states and relations' scores of pairs."""
        batch = self.batch
        told: tuple[Tensor, Tensor, Tensor] = self.model.pairs(
            self.states, batch.real, self.entities, batch.of_kind, self.features
        )
        return told

    @cached_property
    def tags(self) -> Tensor:
        """(windows × tokens × 3) scores of the contents' labels."""
        return self.model.speech.tags(self.states, self.batch.quoted * self.sighted[:, None, None])

    @cached_property
    def claims(self) -> Claims:
        return Claims(self)

    def loss(self) -> Tensor:
        """Mean over the windows."""
        total = self._relations() / _PER_WINDOW + self._speech()
        if len(self.batch.ties):
            total = total + self.claims.loss() / _PER_WINDOW
        return total / len(self.batch.ids)

    def _relations(self) -> Tensor:
        """Binary cross-entropy over all ordered pairs and relations, the optional ones left out."""
        batch = self.batch
        return F.binary_cross_entropy_with_logits(self.pairs[2].float(), batch.gold, batch.weight, reduction="sum")

    def _speech(self) -> Tensor:
        tags = self.tags.float().flatten(0, 1)
        loss = F.cross_entropy(tags, self.batch.tags.flatten(), ignore_index=IGNORED, reduction="sum") / 60
        if not len(self.batch.speeches):
            return loss
        scores = self.speakers.float()
        return loss + 0.3 * F.cross_entropy(scores, self.batch.speeches[:, 3], reduction="sum")

    @cached_property
    def speakers(self) -> Tensor:
        """(contents × entities) scores of the speakers."""
        window, start, end, _ = self.batch.speeches.T
        states = self.states.float()
        run = F.pad(states.cumsum(1), (0, 0, 1, 0))
        mean = (run[window, end] - run[window, start]) / (end - start).unsqueeze(-1)
        around = [states[window, start - 1], states[window, start], mean, states[window, end - 1], states[window, end]]
        blind = torch.ones_like(self.batch.heard)
        blind[..., _HEARD] = self.sighted[window].unsqueeze(-1)
        told = self.model.speech.speakers(
            torch.cat(around, -1), self.entities[window], self.batch.of_kind[window], self.batch.heard * blind
        )
        return told.masked_fill(~self.batch.named[window], _FAR)


@dataclass(frozen=True)
class Claims:
    """The ties that the windows tell, as claims: the losses of their status, evidence and terms."""

    look: Look

    @cached_property
    def at(self) -> tuple[Tensor, Tensor, Tensor]:
        """Window, subject and object of each."""
        window, subject, object_ = self.look.batch.ties.T[:3]
        return window, subject, object_

    @cached_property
    def states(self) -> Tensor:
        return self.look.model.terms.claims(self.look.pairs[1][self.at], self.look.batch.ties[:, 3])

    @cached_property
    def mass(self) -> Tensor:
        """(claims × sentences): how much of each claim's attention rests on a sentence."""
        return self._on(self.look.pairs[0][self.at].float(), self.look.batch.sentences)

    @cached_property
    def statuses(self) -> Tensor:
        """(claims × statuses) scores."""
        look, window = self.look, self.at[0]
        cues = look.model.terms.cue(
            self.states, look.pairs[0][self.at].float(), look.states[window], look.batch.real[window]
        )
        told: Tensor = look.model.terms.status(torch.cat([self.states, look.features[self.at], cues], -1))
        return told

    def loss(self) -> Tensor:
        return (
            1.0 * F.cross_entropy(self.statuses.float(), self.look.batch.ties[:, 4], reduction="sum")
            + 0.2 * self._evidence()
            + 1.0 * self._value(0, self.look.model.terms.money)
            + 0.5 * self._value(1, self.look.model.terms.share)
            + 0.3 * self._speaker()
        )

    def _on(self, mass: Tensor, standing: Tensor) -> Tensor:
        """(claims × things): (claims × places) mass that rests where the things of their windows stand."""
        return (standing[self.at[0]] @ mass.unsqueeze(-1)).squeeze(-1)

    def _evidence(self) -> Tensor:
        evidence = self.look.batch.ties[:, 5]
        told = self.mass.gather(1, evidence.clamp(min=0).unsqueeze(-1)).squeeze(-1)
        return -(told.clamp(min=1e-6).log() * (evidence >= 0)).sum()

    def _candidate_features(self, standing: Tensor) -> Tensor:
        """(claims × candidates × 3): how much of the claim's attention rests on the candidates' sentences, on those
        before and on those after."""
        before, after = F.pad(standing[..., 1:], (0, 1)), F.pad(standing[..., :-1], (1, 0))
        return torch.stack([self._on(self.mass, s) for s in (standing, before, after)], -1)

    def _value(self, kind: int, pointer: Pointer) -> Tensor:
        batch, window = self.look.batch, self.at[0]
        states = batch.values @ self.look.states.float()
        there = batch.value_kinds[window] == kind
        scores = pointer(self.states, states[window], self._candidate_features(batch.value_at), there)
        told = batch.ties[:, 6 + kind]
        gold = told.masked_fill(told == NONE, scores.shape[1] - 1).masked_fill(
            (told == NOT_TOLD) | ~there.any(-1), IGNORED
        )
        return F.cross_entropy(scores.float(), gold, ignore_index=IGNORED, reduction="sum")

    def _speaker(self) -> Tensor:
        batch, window = self.look.batch, self.at[0]
        size = batch.named.shape[1]
        same = [F.one_hot(end, size).float() for end in self.at[1:]]
        told = torch.stack([self._on(self.mass, batch.said_at * self.look.sighted[:, None, None]), *same], -1)
        features = torch.cat([self._candidate_features(batch.entity_at), told], -1)
        scores = self.look.model.terms.speaker(self.states, self.look.entities[window], features, batch.named[window])
        gold = batch.sources.masked_fill(batch.sources == NONE, size)
        gold = gold.masked_fill(batch.sources == NOT_TOLD, IGNORED)
        return F.cross_entropy(scores.float(), gold, ignore_index=IGNORED, reduction="sum")
