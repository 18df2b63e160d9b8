"""The heads in torch: from the encoder's states of windows to ties, their terms, and statements.

An entity is the soft maximum of its mentions, and a pair of entities looks at the window's tokens once more through an
attention of its own (Zhou et al., 2021, ATLOP); that attention is taught to rest on the sentence that tells the tie
(Ma et al., 2023, DREEAM), which then also tells status, sum, share and source.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812 - the name by which torch's users know it

from liens.reading.trained.arrays import SPEECH_FEATURES
from liens.reading.trained.features import FEATURES
from liens.reading.trained.labels import RELATIONS, STATUSES
from training.encoder import KINDS

ATTENTIONS, KEY, VALUE = 4, 32, 48
PAIR = 256
POINT = 96
CUE, CUED = 64, 128
CONTENT_TAGS = 3
VALUE_FEATURES, SPEAKER_FEATURES = 3, 6
_FAR = -1e4
LEAST = 1e-5
"""Added to attention before its logarithm is taken."""


class Pairs(nn.Module):
    """Ordered pairs of a window's entities → what they look at, their states, and the scores of the relations."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.kind = nn.Embedding(KINDS, 32)
        self.query = nn.ModuleList(nn.Linear(width, ATTENTIONS * KEY) for _ in range(2))
        self.key = nn.Linear(width, ATTENTIONS * KEY)
        self.value = nn.Linear(width, ATTENTIONS * VALUE)
        self.ends = nn.ModuleList(nn.Linear(width + 32, PAIR) for _ in range(2))
        self.both = nn.ModuleList(nn.Linear(width, PAIR, bias=False) for _ in range(2))
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

    def forward(
        self, states: Tensor, real: Tensor, entities: Tensor, kinds: Tensor, features: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """States (B × T × width), which of them are real, entities (B × N × width) and their kinds, features of pairs
        (B × N × N × FEATURES) → attention (B × N × N × T), states and relations' scores of pairs."""
        b, n, _ = entities.shape
        keys = self.key(states).view(b, -1, ATTENTIONS, KEY)
        looks = [torch.einsum("bnhk,bthk->bhnt", q(entities).view(b, n, ATTENTIONS, KEY), keys) for q in self.query]
        scores = (looks[0][:, :, :, None] + looks[1][:, :, None]) * KEY**-0.5
        attention = scores.masked_fill(~real[:, None, None, None], _FAR).softmax(-1)
        values = self.value(states).view(b, -1, ATTENTIONS, VALUE)
        seen = torch.einsum("bhijt,bthv->bijhv", attention, values.to(attention.dtype)).flatten(3)
        typed = torch.cat([entities, self.kind(kinds)], -1)
        product = self.both[0](entities)[:, :, None] * self.both[1](entities)[:, None]
        mixed = self.ends[0](typed)[:, :, None] + self.ends[1](typed)[:, None] + self.context(seen) + product
        first = F.gelu(mixed + self.features(features))
        pair = F.gelu(self.inner(F.dropout(first, 0.15, self.training))) + first
        told = self.score(F.dropout(pair, 0.15, self.training)) + self.shortcut(features)
        return attention.mean(1), pair, told


def pool(mentions: Tensor, members: Tensor) -> Tensor:
    """Log-sum-exp over each entity's mentions: (B × mentions × width), (B × N × most) → (B × N × width)."""
    b, n, most = members.shape
    rows = members.clamp(min=0).flatten(1).unsqueeze(-1).expand(-1, -1, mentions.shape[-1])
    gathered = mentions.gather(1, rows).view(b, n, most, -1)
    return gathered.float().masked_fill((members < 0).unsqueeze(-1), _FAR).logsumexp(2)


class Pointer(nn.Module):
    """Scores of candidates for a claim, and of none of them last: (claims × PAIR), (claims × candidates × width),
    (claims × candidates × features), which candidates there are (claims × candidates) → (claims × candidates + 1)."""

    def __init__(self, width: int, features: int) -> None:
        super().__init__()
        self.query = nn.Linear(PAIR, POINT)
        self.key = nn.Linear(width, POINT)
        self.features = nn.Linear(features, 1)
        self.none = nn.Linear(PAIR, 1)

    def forward(self, claims: Tensor, candidates: Tensor, features: Tensor, there: Tensor) -> Tensor:
        scores = (self.key(candidates) @ self.query(claims).unsqueeze(-1)).squeeze(-1) * POINT**-0.5
        scores = (scores + self.features(features).squeeze(-1)).masked_fill(~there, _FAR)
        return torch.cat([scores, self.none(claims)], -1)


class Cue(nn.Module):
    """The words near a claim's own ("will", "former", "denies") that tell its status: claims (claims × PAIR), their
    attention (claims × T) and the states of their windows (claims × T × width) → (claims × CUED)."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.query = nn.Linear(PAIR, CUE)
        self.key = nn.Linear(width, CUE)
        self.value = nn.Linear(width, CUED)
        self.near = nn.Parameter(torch.tensor([0.5]))

    def forward(self, claims: Tensor, attention: Tensor, states: Tensor, real: Tensor) -> Tensor:
        scores = (self.key(states) @ self.query(claims).unsqueeze(-1)).squeeze(-1) * CUE**-0.5
        scores = scores + self.near * (attention + LEAST).log()
        weights = scores.masked_fill(~real, _FAR).softmax(-1)
        return F.gelu((weights.unsqueeze(1) @ self.value(states).to(weights.dtype)).squeeze(1))


class Terms(nn.Module):
    """A claim's status and terms, from its pair's state and its relation."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.relation = nn.Embedding(len(RELATIONS), PAIR)
        self.inner = nn.Linear(PAIR, PAIR)
        self.cue = Cue(width)
        self.status = nn.Linear(PAIR + FEATURES + CUED, len(STATUSES))
        self.money = Pointer(width, VALUE_FEATURES)
        self.share = Pointer(width, VALUE_FEATURES)
        self.speaker = Pointer(width, SPEAKER_FEATURES)

    def claims(self, pairs: Tensor, relations: Tensor) -> Tensor:
        """(claims × PAIR) states of pairs as claims of a relation."""
        return F.gelu(self.inner(F.dropout(pairs, 0.1, self.training) + self.relation(relations)))


class Speech(nn.Module):
    """Contents of statements as labels of tokens (O, B, I), and the speaker of a content among the entities."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.tag = nn.Linear(width + 2, CONTENT_TAGS)
        self.query = nn.Linear(5 * width, 128)
        self.key = nn.Linear(width, 128)
        self.features = nn.Sequential(nn.Linear(SPEECH_FEATURES + 32, 48), nn.GELU(), nn.Linear(48, 1))
        self.kind = nn.Embedding(KINDS, 32)

    def tags(self, states: Tensor, quoted: Tensor) -> Tensor:
        return self.tag(torch.cat([F.dropout(states, 0.1, self.training), quoted], -1))

    def speakers(self, around: Tensor, entities: Tensor, kinds: Tensor, features: Tensor) -> Tensor:
        """(contents × N) scores: `around` (contents × 5 width) are the states about and in each content, `entities`
        (contents × N × width) and `kinds` those of its window, `features` (contents × N × SPEECH_FEATURES)."""
        told = torch.cat([features, self.kind(kinds)], -1)
        scores = (self.key(entities) @ self.query(around).unsqueeze(-1)).squeeze(-1)
        return scores * 128**-0.5 + self.features(told).squeeze(-1)
