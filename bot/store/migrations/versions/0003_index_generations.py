"""The published generations of the search index, for hosts that share it."""

import sqlalchemy as sa
from alembic import op

from bot.store.tables import Utc

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "index_generations",
        sa.Column("council", sa.String(length=200), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("built_at", Utc(), nullable=False),
        sa.Column("embedder", sa.String(length=200), nullable=False),
        sa.Column("digest", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("council", "number", name=op.f("pk_index_generations")),
        sa.UniqueConstraint("council", "name", name=op.f("uq_index_generations_council_name")),
    )


def downgrade() -> None:
    op.drop_table("index_generations")
