"""The closed vocabularies of claims and of what is said about them."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class ClaimKind(TextChoices):
    PAST_FACT = "past_fact", _("past fact")
    PRESENT_FACT = "present_fact", _("present fact")
    STATISTIC = "statistic", _("statistic")
    INTENT = "intent", _("intent")
    THREAT = "threat", _("threat")
    PREDICTION = "prediction", _("prediction")
    OPINION = "opinion", _("opinion")
    ACCUSATION = "accusation", _("accusation")
    DENIAL = "denial", _("denial")
    DEMAND = "demand", _("demand")
    DECISION = "decision", _("decision")
    CLAIM_OF_RESPONSIBILITY = "claim_of_responsibility", _("claim of responsibility")
    REFUSAL_TO_COMMENT = "refusal_to_comment", _("refusal to comment")


class Certainty(TextChoices):
    """How sure the source put it (after FactBank)."""

    CERTAIN = "certain", _("certain")
    PROBABLE = "probable", _("probable")
    POSSIBLE = "possible", _("possible")
    UNSPECIFIED = "unspecified", _("unspecified")


class ClaimPolarity(TextChoices):
    POSITIVE = "positive", _("positive")
    NEGATIVE = "negative", _("negative")


class MentionPolarity(TextChoices):
    ASSERTS = "asserts", _("asserts")
    DENIES = "denies", _("denies")
    QUESTIONS = "questions", _("questions")
    REPEATS = "repeats", _("repeats")


class Credibility(IntegerChoices):
    """Admiralty code of one report."""

    CONFIRMED = 1, _("1: confirmed by other sources")
    PROBABLY_TRUE = 2, _("2: probably true")
    POSSIBLY_TRUE = 3, _("3: possibly true")
    DOUBTFUL = 4, _("4: doubtful")
    IMPROBABLE = 5, _("5: improbable")
    CANNOT_BE_JUDGED = 6, _("6: truth cannot be judged")


class Workflow(TextChoices):
    DRAFT = "draft", _("draft")
    MARKED = "marked", _("marked")
    IN_REVIEW = "in_review", _("in review")
    ACCEPTED = "accepted", _("accepted")
    PUBLISHED = "published", _("published")
    CORRECTION_PENDING = "correction_pending", _("correction pending")
    WITHDRAWN = "withdrawn", _("withdrawn")
    REJECTED = "rejected", _("rejected")


class Validity(TextChoices):
    OPEN = "open", _("open")
    FULFILLED = "fulfilled", _("fulfilled")
    LAPSED = "lapsed", _("lapsed")
    OVERTAKEN = "overtaken", _("overtaken")
