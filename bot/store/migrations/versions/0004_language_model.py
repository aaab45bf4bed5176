"""What a language model used in a day, and which model and prompts composed an answer."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "model_spending",
        sa.Column("council", sa.String(length=200), nullable=False),
        sa.Column("day", sa.String(length=200), nullable=False),
        sa.Column("tokens_read", sa.Integer(), nullable=False),
        sa.Column("tokens_written", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("council", "day", name=op.f("pk_model_spending")),
    )
    with op.batch_alter_table("inbox") as inbox:
        inbox.add_column(sa.Column("model", sa.String(length=200), nullable=True))
        inbox.add_column(sa.Column("prompts", sa.String(length=200), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("inbox") as inbox:
        inbox.drop_column("prompts")
        inbox.drop_column("model")
    op.drop_table("model_spending")
