"""How Alembic runs this tree: on the connection that ``app.store.migrate`` opened.

In SQLite inside its one transaction; in PostgreSQL in a transaction for each step.
"""

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=context.config.attributes["metadata"],
    render_as_batch=True,
    compare_type=True,
    transaction_per_migration=True,  # where app.store.migrate opened none itself
)
with context.begin_transaction():
    context.run_migrations()
