"""What every piece of a record is: frozen, without a field that nobody declared, and published or kept back."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from sourcebook.diagnostics import spelled_like
from sourcebook.model.schema import schema_of


def may_mean_publish(name: str) -> bool:
    """Whether an unknown field was probably meant to be `publish`: 'pubish', not 'published' or 'publisher'."""
    return not name.lower().startswith("publishe") and bool(spelled_like(name, ("publish",)))


def publish() -> Any:
    """The field by which editors keep a record, or a part of one, back."""
    return Field(
        True, title="Publish", description="'no' keeps it back: it is checked like the rest, and shown to nobody."
    )


class Component(BaseModel):
    """A piece of a record. Frozen; a field nobody declared is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=False)

    @property
    def is_withheld(self) -> bool:
        """Whether the editors keep it back, so that no word of it is published."""
        return False

    @model_validator(mode="before")
    @classmethod
    def _leave_out_unknown(cls, value: Any) -> Any:
        """A field left empty is absent; one that nobody declared stays, to be refused."""
        if isinstance(value, dict) and None in value.values():
            known = {field.key for field in schema_of(cls)}
            return {key: item for key, item in value.items() if item is not None or key not in known}
        return value
