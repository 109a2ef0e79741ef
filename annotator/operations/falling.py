"""What falls if a document falls: the claims that would have no support left."""

from __future__ import annotations

from annotator.checking.independence import Falls, falls, origin
from annotator.model.graph import Graph


def what_falls(graph: Graph, document: str, *, with_parts: bool = True) -> Falls:
    """The claims that lose all support, and those that lose some, if a document (id) can't be relied on.

    Links that support only together fall together. `with_parts`: what came with it (an attachment with its e-mail) and
    what was joined with it as the same falls with it. Nothing is written; lost and unaccepted passages support nothing.
    """
    gone = {document}
    if with_parts:
        gone |= {other for other in graph.documents if origin(graph, other) == document}
        known = graph.documents.get(document)
        same = (known.same_as if known else "") or document
        gone |= {other.id for other in graph.documents.values() if same in (other.id, other.same_as)}
    return falls(graph, gone)
