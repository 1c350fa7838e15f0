"""Trained models as files under VAR_DIR/models (模型文件): arrays and JSON, nothing that runs when it is read.

A model's name is the digest of the data it was trained on. A small JSON file says which one is in use; it is replaced in one
step, so a reader sees the old model or the new one. Each process reads a model when it is first asked, and again when it changed.
"""

import io
import json
import logging
import os
import tempfile
import time
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

import numpy as np
from django.conf import settings
from numpy.typing import NDArray

FORMAT = 2
LOOK_SECONDS = 5.0
log = logging.getLogger(__name__)
Arrays = Mapping[str, NDArray[Any]]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Saved:
    """A model as it lies on disk: what is said about it, and its arrays."""

    meta: dict[str, Any]
    arrays: Arrays


def folder() -> Path:
    """Where models lie."""
    return Path(settings.VAR_DIR) / "models"


def save(kind: str, *, digest: str, meta: Mapping[str, Any], arrays: Arrays) -> Path:
    """Write a model and make it the one in use; the one before stays, older ones go."""
    folder().mkdir(parents=True, exist_ok=True)
    path = folder() / f"{kind}-{digest[:16]}.npz"
    said = {"format": FORMAT, "kind": kind, "digest": digest, **meta}
    text = np.frombuffer(json.dumps(said, ensure_ascii=False).encode(), np.uint8)
    buffer = io.BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, meta=text, **arrays)
    before = in_use(kind).get("file")
    _replace(path, buffer.getvalue())
    _replace(_pointer(kind), json.dumps({"file": path.name, "digest": digest}).encode())
    for old in folder().glob(f"{kind}-*.npz"):
        if old.name not in {path.name, before}:
            old.unlink(missing_ok=True)
    return path


def in_use(kind: str) -> dict[str, str]:
    """Which file is in use, and of which data; empty when none is."""
    try:
        said = json.loads(_pointer(kind).read_bytes())
    except (OSError, ValueError):
        return {}
    return said if isinstance(said, dict) and Path(str(said.get("file"))).name == said.get("file") else {}


def load(kind: str) -> Saved | None:
    """The model in use; None when there is none or it cannot be read, which is logged."""
    name = in_use(kind).get("file")
    if not name:
        return None
    try:
        with np.load(folder() / name, allow_pickle=False) as file:
            arrays = {key: file[key] for key in file.files}
        meta = json.loads(arrays.pop("meta").tobytes())
        if (meta["format"], meta["kind"]) != (FORMAT, kind):
            raise ValueError("another format or kind")
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        log.warning("model %s cannot be read: %s", name, error)
        return None
    return Saved(meta, arrays)


class Loaded(Generic[T]):
    """The model of a kind as this process holds it."""

    def __init__(self, kind: str, build: Callable[[Saved], T]) -> None:
        self._kind, self._build = kind, build
        self._value: T | None = None
        self._name = ""
        self._look_again = 0.0

    def __call__(self) -> T | None:
        """The model in use, or None."""
        if time.monotonic() >= self._look_again:
            self._look_again = time.monotonic() + LOOK_SECONDS
            name = str(folder() / in_use(self._kind).get("file", ""))
            if name != self._name:
                saved = load(self._kind)
                self._value = self._build(saved) if saved else None
                self._name = name
        return self._value

    def forget(self) -> None:
        """Look again next time."""
        self._value, self._name, self._look_again = None, "", 0.0


def _pointer(kind: str) -> Path:
    return folder() / f"{kind}.json"


def _replace(path: Path, content: bytes) -> None:
    """Write beside it, then rename: never half a file."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
