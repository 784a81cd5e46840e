"""JSON from a file as a typed record: what is missing or of another kind is said in one sentence that names it."""

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
    """A record whose values are of their kind already; names it does not know are let be."""

    model_config = ConfigDict(strict=True, allow_inf_nan=False, frozen=True)


def checked(path: Path, kind: type[Record], values: Any) -> Record:
    """The values as a record; RunError, of the first that does not fit, where they are none."""
    try:
        return kind.model_validate(values)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        place = ".".join(map(str, first["loc"]))[:LONGEST_PLACE] or "what it holds"
        raise RunError(f"{path}: {place} does not fit ({first['msg']}): take it from a copy.") from None
