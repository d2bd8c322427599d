"""First step of the check, the shape of the files: which keys there are and what kind of value each takes."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from app.instruments.errors import DefinitionError, listed
from app.instruments.sources import Path_, Source

MissingCode = Literal["not_understood", "rather_not_say", "not_applicable"]
Recipient = Literal["participant", "case_manager", "vluchtelingenwerk", "ggd", "researcher"]
Retention = Literal["answers", "care", "report"]
ScaleKindName = Literal["competence", "motivation", "actions", "care"]
StoreName = Literal["main", "care"]
Kind = Literal["single", "multiple", "number", "text", "occupation", "figural"]
StatusName = Literal[
    "source_draft",
    "machine_draft",
    "forward",
    "reconciled",
    "back_translated",
    "reviewed",
    "tested",
    "approved",
]
_VERSION = r"^\d+\.\d+\.\d+$"
_IDENTIFIER = r"^[a-z0-9_]+(\.[a-z0-9_]+)*$"
_NAME = r"^[a-z0-9_]+(-[a-z0-9_]+)*$"
_FORMS = {
    _VERSION: "three numbers with points between them, as 1.2.0",
    _IDENTIFIER: "small letters, digits and _, with single points between words",
    _NAME: "small letters, digits and _, with single - between words",
}
Version = Annotated[str, Field(pattern=_VERSION)]
Identifier = Annotated[str, Field(pattern=_IDENTIFIER)]
Name = Annotated[str, Field(pattern=_NAME)]


class Shape(BaseModel):
    """Nothing is converted and nothing unknown is let through."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, populate_by_name=False)


class Chosen(Shape):
    """``in``: any chosen option of ``item`` is one of ``options``."""

    item: str
    options: list[str]


class Equal(Shape):
    """``equals``: the single option of ``item`` is ``option``."""

    item: str
    option: str


class AtLeast(Shape):
    """``at_least``: the number of ``item``, or the points of its option, is ``value`` or more."""

    item: str
    value: int


class When(Shape):
    """A routing rule: exactly one operator."""

    equals: Equal | None = None
    in_: Chosen | None = Field(None, alias="in")
    at_least: AtLeast | None = None
    answered: str | None = None
    all_: list[When] | None = Field(None, alias="all")
    any_: list[When] | None = Field(None, alias="any")
    not_: When | None = Field(None, alias="not")


class Option(Shape):
    """One answer. A bare id stands for an option with nothing special."""

    id: str
    text: str | None = None
    points: int | None = None
    exclusive: bool = False
    opens_text: bool = False
    picture: str | None = None
    when: When | None = None


def _bare_id(value: object) -> object:
    return {"id": value} if isinstance(value, str) else value


OptionOrId = Annotated[Option, BeforeValidator(_bare_id)]


class OptionSet(Shape):
    """Answers that several items share: ``steps`` (ids 0 to steps, as many points) or ``options``."""

    steps: int | None = None
    options: list[OptionOrId] | None = None


class Accounted(Shape):
    """Why something is asked, who gets to see it and how long it is kept (domain R20)."""

    purpose: str | None = None
    recipients: list[Recipient] | None = None
    retention: Retention | None = None


class Block(Accounted):
    """A part of the instrument; what stands here holds for each of its items that says nothing else."""

    title: str
    order: list[str]
    instructions: list[str] = []
    item_instruction: str | None = None
    why: str | None = None
    who_sees: str | None = None
    missing: list[MissingCode] | None = None
    store: StoreName = "main"
    optional: bool = False
    break_after: bool = False
    private: bool = False
    needs_duty_officer: bool = False
    interleaved: bool = False
    module: str = ""
    introduction: bool = True


class Closing(Accounted):
    """The items after the last block."""

    order: list[str]


class Item(Accounted):
    """One item. Its answers come from ``format``, ``steps``, ``options_from`` and ``options``."""

    kind: Kind = "single"
    format: str | None = None
    steps: int | None = None
    options_from: str | None = None
    options: list[OptionOrId] = []
    text: str | None = None
    instruction: str | None = None
    hint: str | None = None
    why: str | None = None
    who_sees: str | None = None
    reverse_keyed: bool = False
    missing: list[MissingCode] | None = None
    when: When | None = None
    optional: bool = False
    may_be_empty: bool = False
    counted: bool = True
    picture: str | None = None
    store: StoreName | None = None
    minimum: int | None = None
    maximum: int | None = None
    max_choices: int | None = None
    max_length: int | None = None


class ScaleKind(Shape):
    """What the scales of one kind have in common. ``bands`` is the prefix of the keys of their words.

    ``sem_estimated``: whether the standard error comes from answers; else it is assumed, and reports say so.
    """

    min_answered: int
    sem: float | None = None
    sem_estimated: bool = False
    borders: list[float] = []
    bands: str | None = None


class Scale(Shape):
    """Items that are scored together. A ``sem`` of its own, with ``sem_estimated``, goes before that of the kind."""

    kind: ScaleKindName
    items: list[str]
    sem: float | None = None
    sem_estimated: bool = False
    label_by: str = ""


class Style(Shape):
    """What the indices of answering style are computed over."""

    points: int
    pairs: list[Annotated[list[str], Field(min_length=2, max_length=2)]]
    borders: dict[str, float] = {}


class Practice(Shape):
    """A practice screen."""

    format: str | None = None
    options_from: str | None = None
    missing: list[MissingCode] = []
    before_block: str | None = None
    answer: str | None = None
    picture: str | None = None
    instruction: str | None = None
    text: str
    feedback: str
    retry: str | None = None
    explain: str | None = None
    help: str | None = None
    ready: str | None = None


class InstrumentFile(Shape):
    """``instrument.yaml``."""

    id: Name
    version: Version
    variant: Literal["text", "pictogram"]
    licence: str
    source_locale: str
    minutes: Annotated[int, Field(ge=1)]
    purpose: str
    intended_use: Annotated[list[str], Field(min_length=1)]
    not_intended: Annotated[list[str], Field(min_length=1)]
    missing: list[MissingCode]
    blocks: dict[str, Block]
    items: dict[Identifier, Item]
    closing: Closing | None = None
    formats: dict[str, OptionSet] = {}
    option_sets: dict[str, OptionSet] = {}
    scale_kinds: dict[ScaleKindName, ScaleKind] = {}
    scales: dict[Identifier, Scale] = {}
    answering_style: Style | None = None
    roles: dict[str, str] = {}
    practice: dict[str, Practice] = {}
    practice_instructions: list[str] = []


class Text(Shape):
    """One text, or its plural forms with the name of the place that is counted."""

    text: str | None = None
    plural: dict[str, str] | None = None
    count: str | None = None
    status: StatusName
    source: str | None = None
    context: str | None = None
    note: str | None = None
    audience: Literal["staff"] | None = None


class WordingFile(Shape):
    """``wording.<locale>.yaml``. ``marks``: signs that this language writes in another way, wrong to right."""

    locale: str
    endonym: str
    source_text: bool
    made_from: list[str]
    marks: dict[str, str] = {}
    texts: dict[str, Text]


_WANTED = {
    "string_type": "a text (in quotes if it looks like a number)",
    "int_type": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "list_type": "a list",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
}


Model = TypeVar("Model", bound=Shape)


def check_shape(model: type[Model], source: Source) -> tuple[Model | None, list[DefinitionError]]:
    """The file as ``model``, or None with every deviation from the shape."""
    try:
        return model.model_validate(source.data), []
    except ValidationError as error:
        return None, [_explained(model, source, detail) for detail in error.errors()]


def _explained(model: type[Shape], source: Source, detail: ErrorDetails) -> DefinitionError:
    path: Path_ = tuple(part for part in detail["loc"] if part != "[key]")
    found = detail["input"]
    if detail["type"] == "missing":
        sentence = f"'{path[-1]}' is missing."
        return source.error("missing_key", path[:-1], sentence, "", (str(path[-1]),))
    if detail["type"] == "extra_forbidden":
        known = _known_keys(model, path[:-1])
        sentence = f"'{path[-1]}' is not known here. Known: {listed(known, str(path[-1]))}."
        return source.error("unknown_key", path, sentence, path[-1], known)
    if detail["type"] == "literal_error":
        allowed = tuple(part.strip(" '") for part in detail["ctx"]["expected"].replace(" or ", ",").split(","))
        sentence = f"'{found}' is not allowed. Allowed: {listed(allowed, str(found))}."
        return source.error("not_allowed", path, sentence, found, allowed)
    wanted = _WANTED.get(detail["type"])
    if detail["type"] == "string_pattern_mismatch":
        wanted = _FORMS[detail["ctx"]["pattern"]]
    reason = f"is not {wanted}" if wanted else f"is not right ({detail['msg'].rstrip('.').lower()})"
    return source.error("wrong_type", path, f"{_short(found)} {reason}.", found, (wanted,) if wanted else ())


def _short(value: object) -> str:
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    return "nothing" if value is None else f"'{value}'"


def _known_keys(model: Any, path: Path_) -> tuple[str, ...]:  # noqa: ANN401 - any annotation
    """The keys of the mapping at ``path``, found by walking the annotations of ``model``."""
    here = model
    for part in path:
        here = _inner(here)
        if isinstance(here, type) and issubclass(here, BaseModel):
            fields = here.model_fields
            here = next(f.annotation for name, f in fields.items() if (f.alias or name) == part)
        else:
            here = get_args(here)[-1]
    here = _inner(here)
    return tuple(f.alias or name for name, f in here.model_fields.items())


def _inner(annotation: Any) -> Any:  # noqa: ANN401 - any annotation
    """An annotation without ``None`` and without what ``Annotated`` adds."""
    while get_origin(annotation) in {Annotated, Union} or type(annotation).__name__ == "UnionType":
        annotation = next(arg for arg in get_args(annotation) if arg is not type(None))
    return annotation
