"""The steps of a claim's workflow: which status may follow which. Who may take them is a policy."""

from annotations.vocabulary.claims import Workflow

WORKFLOW_STEPS: dict[Workflow, tuple[Workflow, ...]] = {
    Workflow.DRAFT: (Workflow.MARKED, Workflow.REJECTED),
    Workflow.MARKED: (Workflow.IN_REVIEW, Workflow.REJECTED),
    Workflow.IN_REVIEW: (Workflow.ACCEPTED, Workflow.MARKED, Workflow.REJECTED),
    Workflow.ACCEPTED: (Workflow.PUBLISHED, Workflow.REJECTED),
    Workflow.PUBLISHED: (Workflow.CORRECTION_PENDING,),
    Workflow.CORRECTION_PENDING: (Workflow.PUBLISHED, Workflow.WITHDRAWN),
    Workflow.WITHDRAWN: (),
    Workflow.REJECTED: (Workflow.MARKED,),
}
