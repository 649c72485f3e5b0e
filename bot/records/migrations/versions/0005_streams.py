"""answers that are shown while they are written"""

from alembic import op
import sqlalchemy as sa


revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('streams',
    sa.Column('job_id', sa.String(length=64), nullable=False),
    sa.Column('sent', sa.Text(), nullable=False),
    sa.Column('sure', sa.Boolean(), nullable=False),
    sa.Column('held_until', sa.Float(), nullable=False),
    sa.PrimaryKeyConstraint('job_id')
    )


def downgrade() -> None:
    op.drop_table('streams')
