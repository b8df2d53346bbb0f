"""The closed vocabularies of spans, frames and the registry of sources (after PARC 3.0 and PolNeAR)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class LayerKind(TextChoices):
    SHARED = "shared", _("shared")
    INDEPENDENT = "independent", _("independent")
    ADJUDICATED = "adjudicated", _("adjudicated")
    SUGGESTED = "suggested", _("suggested")


class Resolution(TextChoices):
    """How the words of the source lead to the speaker."""

    EXPLICIT = "explicit", _("explicit")
    ANAPHORIC = "anaphoric", _("anaphoric")
    PRO_DROP = "pro_drop", _("dropped pronoun")
    SHARED_SUBJECT = "shared_subject", _("shared subject")
    CLITIC_PRONOUN = "clitic_pronoun", _("clitic pronoun")
    IMPLICIT = "implicit", _("implicit")
    INHERITED = "inherited", _("inherited")


class CueKind(TextChoices):
    VERB = "verb", _("verb")
    IMPERSONAL_VERB = "impersonal_verb", _("impersonal verb")
    NOUN = "noun", _("noun")
    ADJECTIVE = "adjective", _("adjective")
    PREPOSITION = "preposition", _("preposition")
    PUNCTUATION = "punctuation", _("punctuation")


class Attitude(TextChoices):
    ASSERTION = "assertion", _("assertion")
    BELIEF = "belief", _("belief")
    KNOWLEDGE = "knowledge", _("knowledge")
    INTENTION = "intention", _("intention")
    EMOTION = "emotion", _("emotion")
    DECISION = "decision", _("decision")


class Quotation(TextChoices):
    """Computed from the text of a content, never entered."""

    DIRECT = "direct", _("direct quotation")
    INDIRECT = "indirect", _("indirect speech")
    MIXED = "mixed", _("mixed quotation")
    NONE = "none", _("no stated content")


class SourceKind(TextChoices):
    NAMED_PERSON = "named_person", _("named person")
    NAMED_ORGANISATION = "named_organisation", _("named organisation")
    STATE = "state", _("state spoken of as a person")
    ANONYMOUS_PERSON = "anonymous_person", _("anonymous person")
    ANONYMOUS_GROUP = "anonymous_group", _("anonymous group")
    NAMED_GROUP = "named_group", _("named group")
    MIXED_GROUP = "mixed_group", _("mixed group")
    UNNAMED_GROUP = "unnamed_group", _("unnamed group")
    DOCUMENT = "document", _("document")
    SOCIAL_MEDIA_POST = "social_media_post", _("social-media post")
    OUTLET = "outlet", _("news agency or outlet")
    NEWSROOM = "newsroom", _("the newsroom itself")


class Reliability(TextChoices):
    """Admiralty code of a source."""

    A = "A", _("A: completely reliable")
    B = "B", _("B: usually reliable")
    C = "C", _("C: fairly reliable")
    D = "D", _("D: not usually reliable")
    E = "E", _("E: unreliable")
    F = "F", _("F: cannot be judged")
