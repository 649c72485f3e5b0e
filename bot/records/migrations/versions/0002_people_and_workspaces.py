"""people's choices, workspaces' set-up, and the message that an exchange is about"""

from alembic import op
import sqlalchemy as sa


revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('exchanges', schema=None) as batch_op:
        batch_op.add_column(sa.Column('message', sa.String(length=32), nullable=False, server_default=''))
        batch_op.create_index(batch_op.f('ix_exchanges_message'), ['message'], unique=False)

    op.create_table('people',
    sa.Column('team', sa.String(length=32), nullable=False),
    sa.Column('user', sa.String(length=32), nullable=False),
    sa.Column('language', sa.String(length=8), nullable=False),
    sa.Column('anonymous', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('team', 'user')
    )
    op.create_table('workspaces',
    sa.Column('team', sa.String(length=32), nullable=False),
    sa.Column('setup', sa.JSON(), nullable=False),
    sa.Column('changed_by', sa.String(length=32), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('team')
    )


def downgrade() -> None:
    op.drop_table('workspaces')
    op.drop_table('people')
    with op.batch_alter_table('exchanges', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_exchanges_message'))
        batch_op.drop_column('message')
