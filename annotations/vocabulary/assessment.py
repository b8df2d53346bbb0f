"""The closed vocabularies of evidence, and of what is known of a claim."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RelationKind(TextChoices):
    """What an editor states of two sources."""

    SAME = "same", _("the same")
    DISTINCT = "distinct", _("provably different")


class ExhibitKind(TextChoices):
    DOCUMENT = "document", _("document")
    OFFICIAL_RECORD = "official_record", _("official record")
    IMAGE = "image", _("image")
    VIDEO = "video", _("video")
    DATASET = "dataset", _("dataset")
    OWN_WITNESS = "own_witness", _("own witness")


class Stance(TextChoices):
    """How a piece of evidence bears on a claim."""

    SUPPORTS = "supports", _("supports")
    REFUTES = "refutes", _("refutes")
    QUALIFIES = "qualifies", _("qualifies")
    UPDATES = "updates", _("updates")
    CORRECTS = "corrects", _("corrects")
    RETRACTS = "retracts", _("retracts")


class DecisiveGround(TextChoices):
    """What makes a piece of evidence decide a claim."""

    COMPETENT_PARTY = "competent_party", _("on record, by the party competent to know")
    AUTHENTICATED_DOCUMENT = "authenticated_document", _("an authenticated document")
    OWN_WITNESS = "own_witness", _("the newsroom’s own witness")


class CorroborationState(TextChoices):
    PROPOSED = "proposed", _("proposed")
    ACCEPTED = "accepted", _("accepted")
    REJECTED = "rejected", _("rejected")


class AssessmentState(TextChoices):
    """What is known of a claim. `unverifiable` is never computed."""

    UNVERIFIED = "unverified", _("unverified")
    SINGLE_SOURCE = "single_source", _("single source")
    CORROBORATED = "corroborated", _("corroborated")
    CONFIRMED = "confirmed", _("confirmed")
    DISPUTED = "disputed", _("disputed")
    REFUTED = "refuted", _("refuted")
    RETRACTED = "retracted", _("retracted")
    UNVERIFIABLE = "unverifiable", _("unverifiable")


class AssessmentCause(TextChoices):
    """Why an assessment was written down."""

    COMPUTED = "computed", _("the evidence changed")
    ASSERTED = "asserted", _("an editor asserted a state")
    CONFIRMED = "confirmed", _("a second editor confirmed it")
    LIFTED = "lifted", _("the assertion was taken back")
    LOOKED = "looked", _("somebody looked again")


class Origin(TextChoices):
    """Where the text of an article comes from, where a person decided that."""

    COPY = "copy", _("a copy of another article")
    UNKNOWN = "unknown", _("of unknown origin")


class ResemblanceVerdict(TextChoices):
    """What a person decided of two articles whose texts are nearly the same."""

    OPEN = "open", _("not decided yet")
    COPY = "copy", _("a copy of the other")
    INDEPENDENT = "independent", _("independent of the other")
    UNKNOWN_ORIGIN = "unknown_origin", _("of unknown origin")


RECHECK_DAYS: dict[AssessmentState, int | None] = {
    AssessmentState.UNVERIFIED: 7,
    AssessmentState.SINGLE_SOURCE: 7,
    AssessmentState.DISPUTED: 3,
    AssessmentState.CORROBORATED: 30,
    AssessmentState.CONFIRMED: 180,
    AssessmentState.REFUTED: 180,
    AssessmentState.RETRACTED: None,
    AssessmentState.UNVERIFIABLE: 90,
}
"""After how many days a claim is due to be looked at again, where its workspace did not choose otherwise."""
