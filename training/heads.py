"""The heads in torch: from the encoder's states of one window to ties, their terms, and statements.

An entity is the soft maximum of its mentions, and a pair of entities looks at the window's tokens once more through an
attention of its own (Zhou et al., 2021, ATLOP); that attention is taught to rest on the sentence that tells the tie
(Ma et al., 2023, DREEAM), which then also tells status, sum, share and source.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812 - the name by which torch's users know it

from liens.reading.trained.arrays import SPEECH_FEATURES, Arrays
from liens.reading.trained.features import FEATURES
from liens.reading.trained.labels import RELATIONS, STATUSES
from training.encoder import KINDS, WIDTH

ATTENTIONS, KEY, VALUE = 4, 32, 48
PAIR = 256
POINT = 96
CONTENT_TAGS = 3
VALUE_FEATURES, SPEAKER_FEATURES = 3, 6


@dataclass(frozen=True)
class Inputs:
    """`Arrays` of one window as tensors, field by field."""

    mentions: Tensor
    members: Tensor
    kinds: Tensor
    features: Tensor
    sentences: Tensor
    values: Tensor
    value_kinds: Tensor
    entity_at: Tensor
    value_at: Tensor
    quoted: Tensor
    said_at: Tensor


def inputs_of(arrays: Arrays) -> Inputs:
    return Inputs(**{f.name: torch.from_numpy(getattr(arrays, f.name)) for f in fields(Arrays)})


class Pairs(nn.Module):
    """Ordered pairs of a window's entities → what they look at, their states, and the scores of the relations."""

    def __init__(self) -> None:
        super().__init__()
        self.kind = nn.Embedding(KINDS, 32)
        self.query = nn.ModuleList(nn.Linear(WIDTH, ATTENTIONS * KEY) for _ in range(2))
        self.key = nn.Linear(WIDTH, ATTENTIONS * KEY)
        self.value = nn.Linear(WIDTH, ATTENTIONS * VALUE)
        self.ends = nn.ModuleList(nn.Linear(WIDTH + 32, PAIR) for _ in range(2))
        self.both = nn.ModuleList(nn.Linear(WIDTH, PAIR, bias=False) for _ in range(2))
        self.context = nn.Linear(ATTENTIONS * VALUE, PAIR)
        self.features = nn.Linear(FEATURES, PAIR)
        self.inner = nn.Linear(PAIR, PAIR)
        self.score = nn.Linear(PAIR, len(RELATIONS))
        self.shortcut = nn.Linear(FEATURES, len(RELATIONS))
        nn.init.constant_(self.score.bias, -4.0)  # few pairs are tied; what the rules read is a good first guess
        nn.init.zeros_(self.shortcut.weight)
        with torch.no_grad():
            self.shortcut.weight[:, : len(RELATIONS)] = 5.0 * torch.eye(len(RELATIONS))
        nn.init.zeros_(self.shortcut.bias)

    def forward(self, states: Tensor, inputs: Inputs) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """(entities × width), (entities × entities × tokens) attention, pair states, relation scores."""
        entities = pool(inputs.mentions @ states, inputs.members)
        n, t = entities.shape[0], states.shape[0]
        keys = self.key(states).view(t, ATTENTIONS, KEY)
        looks = [torch.einsum("nhk,thk->hnt", q(entities).view(n, ATTENTIONS, KEY), keys) for q in self.query]
        attention = ((looks[0][:, :, None] + looks[1][:, None]) * KEY**-0.5).softmax(-1)
        seen = torch.einsum("hijt,thv->ijhv", attention, self.value(states).view(t, ATTENTIONS, VALUE)).flatten(2)
        typed = torch.cat([entities, self.kind(inputs.kinds)], -1)
        product = self.both[0](entities)[:, None] * self.both[1](entities)[None]
        mixed = self.ends[0](typed)[:, None] + self.ends[1](typed)[None] + self.context(seen) + product
        first = F.gelu(mixed + self.features(inputs.features))
        pair = F.gelu(self.inner(F.dropout(first, 0.15, self.training))) + first
        scores = self.score(F.dropout(pair, 0.15, self.training)) + self.shortcut(inputs.features)
        return entities, attention.mean(0), pair, scores


def pool(mentions: Tensor, members: Tensor) -> Tensor:
    """Log-sum-exp over each entity's mentions: (mentions × width), (entities × most) → (entities × width)."""
    gathered = mentions[members.clamp(min=0)]
    gathered = gathered.masked_fill((members < 0).unsqueeze(-1), -1e4)
    return gathered.logsumexp(1)


class Pointer(nn.Module):
    """Scores of candidates for a claim, and of none of them last: (claims × PAIR), (candidates × WIDTH), (claims ×
    candidates × features) → (claims × candidates + 1)."""

    def __init__(self, features: int) -> None:
        super().__init__()
        self.query = nn.Linear(PAIR, POINT)
        self.key = nn.Linear(WIDTH, POINT)
        self.features = nn.Linear(features, 1)
        self.none = nn.Linear(PAIR, 1)

    def forward(self, claims: Tensor, candidates: Tensor, features: Tensor) -> Tensor:
        scores = self.query(claims) @ self.key(candidates).T * POINT**-0.5 + self.features(features).squeeze(-1)
        return torch.cat([scores, self.none(claims)], -1)


class Terms(nn.Module):
    """A claim's status and terms, from its pair's state and its relation."""

    def __init__(self) -> None:
        super().__init__()
        self.relation = nn.Embedding(len(RELATIONS), PAIR)
        self.inner = nn.Linear(PAIR, PAIR)
        self.status = nn.Linear(PAIR + FEATURES, len(STATUSES))
        self.money = Pointer(VALUE_FEATURES)
        self.share = Pointer(VALUE_FEATURES)
        self.speaker = Pointer(SPEAKER_FEATURES)

    def claims(self, pairs: Tensor, relations: Tensor) -> Tensor:
        """(claims × PAIR) states of pairs as claims of a relation."""
        return F.gelu(self.inner(F.dropout(pairs, 0.1, self.training) + self.relation(relations)))


class Speech(nn.Module):
    """Contents of statements as labels of tokens (O, B, I), and the speaker of a content among the entities."""

    def __init__(self) -> None:
        super().__init__()
        self.tag = nn.Linear(WIDTH + 2, CONTENT_TAGS)
        self.query = nn.Linear(5 * WIDTH, 128)
        self.key = nn.Linear(WIDTH, 128)
        self.features = nn.Sequential(nn.Linear(SPEECH_FEATURES + 32, 48), nn.GELU(), nn.Linear(48, 1))
        self.kind = nn.Embedding(KINDS, 32)

    def tags(self, states: Tensor, quoted: Tensor) -> Tensor:
        return self.tag(torch.cat([F.dropout(states, 0.1, self.training), quoted], -1))

    def speakers(
        self, states: Tensor, span: tuple[int, int], entities: Tensor, kinds: Tensor, features: Tensor
    ) -> Tensor:
        """(entities) scores for the content `span`; `features` (entities × SPEECH_FEATURES)."""
        start, end = span
        around = [states[start - 1], states[start], states[start:end].mean(0), states[end - 1], states[end]]
        query = self.query(torch.cat(around))
        told = torch.cat([features, self.kind(kinds)], -1)
        return self.key(entities) @ query * 128**-0.5 + self.features(told).squeeze(-1)
