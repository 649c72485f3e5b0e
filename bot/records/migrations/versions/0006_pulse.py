"""what a question was about, beside it"""

import json

from alembic import op
import sqlalchemy as sa


revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None

_KEPT = 'answers from tutors'
_NO_SECTION = ('logistics', 'exam', 'small_talk', 'instruction')


def upgrade() -> None:
    with op.batch_alter_table('exchanges', schema=None) as batch_op:
        batch_op.add_column(sa.Column('practical', sa.String(length=120), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('section', sa.String(length=255), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('declined', sa.String(length=16), nullable=False, server_default=''))
    _fill(op.get_bind())
    with op.batch_alter_table('exchanges', schema=None) as batch_op:
        batch_op.create_index(
            'ix_exchanges_pulse', ['team', 'at', 'kind', 'practical', 'section', 'declined', 'user'], unique=False
        )


def _fill(connection: sa.Connection) -> None:
    """The subject of each question that is there already, from the answer that was kept."""
    table = sa.table(
        'exchanges',
        *(sa.column(name, sa.String) for name in ('job_id', 'kind', 'practical', 'section', 'declined')),
        sa.column('result', sa.JSON),
    )
    update = (
        table.update()
        .where(table.c.job_id == sa.bindparam('job'))
        .values(practical=sa.bindparam('p'), section=sa.bindparam('s'), declined=sa.bindparam('d'))
    )
    ids = connection.scalars(sa.select(table.c.job_id).where(table.c.kind == 'answer')).all()
    for start in range(0, len(ids), 500):
        some = sa.select(table.c.job_id, table.c.result).where(table.c.job_id.in_(ids[start:start + 500]))
        rows = [{'job': job, **_subject(result)} for job, result in connection.execute(some).all()]
        connection.execute(update, rows)


def _subject(result: object) -> dict[str, str]:
    kept = json.loads(result) if isinstance(result, str) else result
    if kept.get('type') != 'answer':
        return {'p': '', 's': '', 'd': 'failed'}
    answer = kept.get('value') or {}
    declined = (answer.get('reason') or 'not_covered') if answer.get('abstained') else ''
    passages = answer.get('passages') or []
    if not passages or declined in _NO_SECTION:
        return {'p': '', 's': '', 'd': declined}
    source = passages[0].get('source', '')
    heading = passages[0].get('heading') or [source]
    practical = _KEPT if source == _KEPT else heading[0]
    return {'p': practical[:120], 's': heading[-1][:255], 'd': declined}


def downgrade() -> None:
    with op.batch_alter_table('exchanges', schema=None) as batch_op:
        batch_op.drop_index('ix_exchanges_pulse')
        batch_op.drop_column('declined')
        batch_op.drop_column('section')
        batch_op.drop_column('practical')
