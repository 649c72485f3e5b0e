"""which messages' offers were declined"""

from alembic import op
import sqlalchemy as sa


revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('heard', schema=None) as batch_op:
        batch_op.add_column(sa.Column('declined', sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    with op.batch_alter_table('heard', schema=None) as batch_op:
        batch_op.drop_column('declined')
