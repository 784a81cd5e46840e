"""Validates JSON from a file as typed records, with one sentence that names the first fault."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from transparent_box.model.errors import RunError

Record = TypeVar("Record", bound=BaseModel)
LONGEST_PLACE = 80  # characters

Count = Annotated[int, Field(ge=0, lt=2**63)]
Real = Annotated[float, Field(ge=-1e9, le=1e9)]
Share = Annotated[float, Field(ge=0, le=1)]


class Strict(BaseModel):
    """A record whose values must have exactly their kinds; unknown names are ignored."""

    model_config = ConfigDict(strict=True, allow_inf_nan=False, frozen=True)


def validate(path: Path, kind: type[Record], values: Any) -> Record:
    """Return values as a record; raise RunError about the first one that does not fit."""
    try:
        return kind.model_validate(values)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        place = ".".join(map(str, first["loc"]))[:LONGEST_PLACE] or "what it holds"
        raise RunError(f"{path}: {place} does not fit ({first['msg']}): take it from a copy.") from None
