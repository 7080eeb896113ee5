"""Whether officers accompany a draft: the commission's style and the state decide. Pure."""

from portal.applications.workflow import State
from portal.commissions.styles import StyleStep, has_step
from portal.desk.queries.file import FileHead


def accompanies(head: FileHead) -> bool:
    """Whether officers can read and comment this draft now."""
    return head.state is State.DRAFT and has_step(head.style, StyleStep.COMMENT_DRAFTS)
