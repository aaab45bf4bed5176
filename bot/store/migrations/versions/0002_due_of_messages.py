"""What is due may belong to a message too: a choice that waits for its member."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # SQLite changes a column by copying its table.
    with op.batch_alter_table("due") as due:
        due.alter_column("case_id", existing_type=sa.String(length=200), nullable=True)
        due.add_column(sa.Column("message_id", sa.String(length=200), nullable=True))
        due.create_foreign_key(op.f("fk_due_message_id"), "inbox", ["message_id"], ["id"])


def downgrade() -> None:
    op.execute("DELETE FROM due WHERE case_id IS NULL")
    with op.batch_alter_table("due") as due:
        due.drop_constraint(op.f("fk_due_message_id"), type_="foreignkey")
        due.drop_column("message_id")
        due.alter_column("case_id", existing_type=sa.String(length=200), nullable=False)
