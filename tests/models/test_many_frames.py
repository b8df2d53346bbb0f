"""What the database refuses of a frame, it refuses of one among many, which are looked at in another way."""

from __future__ import annotations

from typing import Any

from annotations.models import uuid7
from annotations.models.checks import FEW
from tests.models import test_attribution, test_nesting
from tests.models.rows import COMMON, TEXT, World, rows, value
from tests.models.rules import CASES, refused

INSERT = test_attribution.INSERT
MODULES = {test_attribution.__name__, test_nesting.__name__}


class Crowd(World):
    """A world in which each frame is written together with so many others that none is looked up by itself."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.common = {"source_id": self.span("Paul"), "content_ids": [self.span("said")]}

    def frame(self, **columns: Any) -> int:
        common = {"workspace_id": self.workspace, "version_id": self.version, "layer_id": self.layer}
        whole = [{**COMMON["attribution"], **common, **one} for one in (*[self.common] * 3 * FEW, columns)]
        names = sorted({name for one in whole for name in one} - {"uid"})
        places = ", ".join([f"(%s::uuid{', %s' * len(names)})"] * len(whole))
        values = [one for each in whole for one in (each.get("uid", uuid7()), *map(each.get, names))]
        found = rows(
            f"INSERT INTO annotations_attribution (uid, {', '.join(names)}) VALUES {places} RETURNING id", *values
        )
        return int(found[-1][0])


def test_one_of_many_frames_is_wrong(db: None) -> None:
    crowd = Crowd()
    cases = [case for case in CASES if INSERT in case.by and case.breaking.__module__ in MODULES]
    assert len({case.rule for case in cases}) > 10
    for case in cases:
        with refused(case.rule):
            case.breaking(crowd)


def test_many_frames_come_in_together(db: None) -> None:
    """Also such as have other spans, or speakers, or lie in one another, or have neither source nor cue."""
    crowd = Crowd()
    outer = crowd.frame(source_id=crowd.span("Paul"), cue_id=crowd.span("said"), content_ids=[crowd.from_here("Ann")])
    crowd.frame(source_id=crowd.span("Ann"), parent_id=outer, addressee_id=crowd.span("him"))
    crowd.frame(content_ids=[crowd.from_here("Bob")], speaker_ids=[crowd.source()], antecedent_frame_id=outer)
    crowd.frame(content_ids=[crowd.span_at(0, 4, TEXT.index("Ann"), len(TEXT) - 1)])
    assert value("SELECT count(*) FROM annotations_attribution") == 4 * (3 * FEW + 1)
