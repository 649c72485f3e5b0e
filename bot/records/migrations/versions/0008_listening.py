"""what was heard, and which answers were edited or pressed"""

from alembic import op
import sqlalchemy as sa


revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('heard',
    sa.Column('team', sa.String(length=32), nullable=False),
    sa.Column('channel', sa.String(length=32), nullable=False),
    sa.Column('message', sa.String(length=32), nullable=False),
    sa.Column('thread', sa.String(length=32), nullable=False),
    sa.Column('user', sa.String(length=32), nullable=False),
    sa.Column('tutor', sa.Boolean(), nullable=False),
    sa.Column('answers', sa.Boolean(), nullable=False),
    sa.Column('answering', sa.String(length=32), nullable=False),
    sa.Column('deleted', sa.Boolean(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('team', 'channel', 'message')
    )
    with op.batch_alter_table('heard', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_heard_thread'), ['thread'], unique=False)

    with op.batch_alter_table('exchanges', schema=None) as batch_op:
        batch_op.add_column(sa.Column('edited', sa.String(length=32), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('pressed', sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    with op.batch_alter_table('exchanges', schema=None) as batch_op:
        batch_op.drop_column('pressed')
        batch_op.drop_column('edited')

    with op.batch_alter_table('heard', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_heard_thread'))

    op.drop_table('heard')
