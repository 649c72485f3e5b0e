"""a ticket's whole life: snoozed, grouped, asked without a name, and a note to each change"""

from alembic import op
import sqlalchemy as sa


revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('tickets', schema=None) as batch_op:
        batch_op.add_column(sa.Column('exchange', sa.String(length=64), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('exercise', sa.String(length=64), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('anonymous', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('head', sa.Integer(), nullable=False, server_default='0'))
        batch_op.add_column(sa.Column('snoozed_until', sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(batch_op.f('ix_tickets_head'), ['head'], unique=False)
        batch_op.create_index(batch_op.f('ix_tickets_snoozed_until'), ['snoozed_until'], unique=False)

    with op.batch_alter_table('ticket_events', schema=None) as batch_op:
        batch_op.add_column(sa.Column('note', sa.String(length=200), nullable=False, server_default=''))

    with op.batch_alter_table('posted', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_posted_ts'), ['ts'], unique=False)

    op.create_table('ticket_askers',
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('team', sa.String(length=32), nullable=False),
    sa.Column('user', sa.String(length=32), nullable=False),
    sa.Column('exchange', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['number'], ['tickets.number'], ),
    sa.PrimaryKeyConstraint('number')
    )
    with op.batch_alter_table('ticket_askers', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_ticket_askers_user'), ['user'], unique=False)


def downgrade() -> None:
    op.drop_table('ticket_askers')
    with op.batch_alter_table('posted', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_posted_ts'))

    with op.batch_alter_table('ticket_events', schema=None) as batch_op:
        batch_op.drop_column('note')

    with op.batch_alter_table('tickets', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_tickets_snoozed_until'))
        batch_op.drop_index(batch_op.f('ix_tickets_head'))
        batch_op.drop_column('snoozed_until')
        batch_op.drop_column('head')
        batch_op.drop_column('anonymous')
        batch_op.drop_column('exercise')
        batch_op.drop_column('exchange')
