"""Published facts: each a whole number, what it counts, and its source. All other numbers come from the run."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from transparent_box.model.storage import RunError

FACTS = Path(__file__).resolve().parents[1] / "assets" / "facts.json"
Words = Annotated[str, Field(min_length=1)]
SENTENCE = tuple(f"token_{word}" for word in ("the", "capital", "of", "france", "is", "paris"))
NETWORKS = ("lenet_5", "alexnet", "gpt_2", "gpt_3", "llama_405b")  # their parameters


class Fact(BaseModel):
    """A value, what it is or counts, and its source as it is shown."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)
    value: Annotated[int, Field(ge=0)]
    what: Words
    source: Words


def read_facts(path: Path = FACTS) -> dict[str, Fact]:
    """Read name → fact; raise RunError for a file that is missing or malformed."""
    try:
        return TypeAdapter(dict[str, Fact]).validate_json(path.read_bytes())
    except OSError as error:
        raise RunError(f"{path} cannot be read ({error.strerror}): restore it from the project's repository.") from None
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"])) or "the file"
        raise RunError(f"{path}: {place} is wrong ({first['msg']}): correct it.") from None


def pieces_of_the_sentence(facts: dict[str, Fact]) -> list[tuple[str, int]]:
    """The pieces of text that a language model is asked to go on from, and then the next one, each with its number."""
    return [(facts[name].what.strip(), facts[name].value) for name in SENTENCE]
