"""Every sealed column is in the one list that a change of keys goes through."""

from __future__ import annotations

from app.store.base import Base, CareBase
from app.store.sealed_fields import SEALED, sealed_fields_of


def test_the_list_names_every_sealed_column_and_no_other():
    sealed = {
        (table.name, column.name)
        for metadata in (Base.metadata, CareBase.metadata)
        for table in metadata.tables.values()
        for column in table.columns
        if column.name.endswith("_encrypted")
    }
    assert {(field.model.__tablename__, field.column) for field in SEALED} == sealed


def test_only_columns_of_the_care_store_have_its_key():
    for field in SEALED:
        assert field.is_care == issubclass(field.model, CareBase)
        assert field in sealed_fields_of(field.model)
