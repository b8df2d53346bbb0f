"""`comments/`: remarks on any object of the workspace."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from rest_framework.request import Request

from annotations.actions import add_comment, delete_comment, edit_comment
from annotations.api import shapes
from annotations.api.base import ApiView, ObjectView, Shape, none
from annotations.api.bodies import uid_of
from annotations.api.operations import operation
from annotations.api.parameters import KNOWN_AT, PAGE, Choice, Flag, Id
from annotations.api.resources import COMMENT
from annotations.models import Comment
from annotations.policies import Ability
from annotations.vocabulary import TargetType

FILTERS = (
    Id("target", "Only on this object."),
    Choice("target_type", "Only on objects of this kind.", TargetType),
    Flag("resolved", "Only resolved ones, or only open ones."),
    KNOWN_AT,
)
COLUMNS = {name: name for name in ("target", "target_type", "resolved")}


class Comments(ApiView):
    @operation(Ability.READ, "comments_list", "List comments", gives="CommentPage", parameters=PAGE + FILTERS)
    def get(self, request: Request) -> HttpResponse:
        return self.page(self.narrowed(Comment, COLUMNS), shapes.comments)

    @operation(
        Ability.COMMENT, "comments_create", "Remark on an object", takes="CommentNew", gives="Comment", made=True
    )
    def post(self, request: Request) -> HttpResponse:
        uid, fields = self.body_of(COMMENT)
        target = uid_of(fields.pop("target"), "target")
        comment, created = add_comment(actor=self.actor, target=target, uid=uid, **fields)
        shape = self.shape_of(Comment, comment.uid, shapes.comments)
        return self.give_made(shape, created=created, route="api:comment")


class CommentDetail(ObjectView):
    @operation(Ability.READ, "comments_read", "Read a comment", gives="Comment", tagged=True, parameters=(KNOWN_AT,))
    def get(self, request: Request, comment: UUID) -> HttpResponse:
        return self.give_unless_known(self.current())

    @operation(
        Ability.COMMENT, "comments_change", "Resolve or reopen a comment, or change one's own words",
        takes="CommentChange", gives="Comment", guarded=True,
    )  # fmt: skip
    def patch(self, request: Request, comment: UUID) -> HttpResponse:
        found = self.find(Comment, comment)
        expected = self.expected(found.revision)
        edit_comment(actor=self.actor, comment=found, expected=expected, **self.changes_of(COMMENT, comment))
        return self.give(self.current())

    @operation(Ability.COMMENT, "comments_delete", "Take one's own comment back", returns={204: None}, guarded=True)
    def delete(self, request: Request, comment: UUID) -> HttpResponse:
        found = self.find(Comment, comment)
        delete_comment(actor=self.actor, comment=found, expected=self.expected(found.revision))
        return none()

    def current(self) -> Shape:
        return self.shape_of(Comment, self.kwargs["comment"], shapes.comments)
