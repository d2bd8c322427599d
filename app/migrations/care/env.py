"""How Alembic runs this tree: on the connection that ``app.store.migrate`` opened, inside its transaction."""

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=context.config.attributes["metadata"],
    render_as_batch=True,
    compare_type=True,
    transactional_ddl=False,  # the transaction around all steps is opened and ended by app.store.migrate
)
context.run_migrations()
