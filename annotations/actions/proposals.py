"""What a mention proposes by itself: it is evidence, until an editor decides, for what the place says of the claim."""

from __future__ import annotations

from annotations.models import Corroboration, Layer, Mention
from annotations.policies import Actor
from annotations.vocabulary import CorroborationState, LayerKind, MentionPolarity, Stance

ACCEPTED_LAYERS = (LayerKind.SHARED, LayerKind.ADJUDICATED)
# A question takes no side. A repetition passes on what somebody else said, and counts as that one's voice alone.
STANCE_OF: dict[str, Stance | None] = {
    MentionPolarity.ASSERTS: Stance.SUPPORTS,
    MentionPolarity.DENIES: Stance.REFUTES,
    MentionPolarity.REPEATS: Stance.SUPPORTS,
    MentionPolarity.QUESTIONS: None,
}


def layer_of(mention: Mention) -> Layer:
    """The layer in which the mention's frame or span lies."""
    target = mention.attribution or mention.span
    assert target is not None  # noqa: S101 - held by the constraint mention.one_target
    return target.layer


def propose_mention(actor: Actor, mention: Mention) -> Corroboration | None:
    """Let a mention of the shared or the adjudicated layer propose itself as evidence; None where it takes no side,
    or does so already. To be called inside `recording`.
    """
    stance = STANCE_OF[mention.polarity]
    layer = layer_of(mention)
    if stance is None or layer.kind not in ACCEPTED_LAYERS:
        return None
    if Corroboration.objects.filter(claim_id=mention.claim_id, mention=mention).exists():
        return None
    return Corroboration.objects.create(
        workspace=actor.workspace, created_by=actor.username, claim_id=mention.claim_id, mention=mention,
        version_id=layer.version_id, stance=stance,
    )  # fmt: skip


def propose_again(actor: Actor, mention: Mention) -> None:
    """The place says something else of the claim now: what it proposes changes with it. What an editor decided stays,
    and so does a stance that somebody chose. To be called inside `recording`, before the mention is saved.
    """
    was = Mention.objects.get(pk=mention.pk).polarity
    if was == mention.polarity:
        return
    proposed = Corroboration.objects.filter(
        mention=mention, claim_id=mention.claim_id, state=CorroborationState.PROPOSED, stance=STANCE_OF[was]
    )
    stance = STANCE_OF[mention.polarity]
    if stance is None:
        proposed.delete()
    elif not proposed.update(stance=stance):
        propose_mention(actor, mention)


def forget_evidence(mentions: list[int]) -> set[int]:
    """Take away what these mentions corroborate, because they go; return the claims that this moves."""
    rows = Corroboration.objects.filter(mention__in=mentions)
    moved = set(rows.filter(state=CorroborationState.ACCEPTED).values_list("claim_id", flat=True))
    rows.delete()
    return moved
