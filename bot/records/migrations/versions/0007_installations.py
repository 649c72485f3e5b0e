"""workspaces that have installed the tutor: the tables of slack_sdk's stores"""

from alembic import op
import sqlalchemy as sa
from slack_sdk.oauth.installation_store.sqlalchemy import SQLAlchemyInstallationStore
from slack_sdk.oauth.state_store.sqlalchemy import SQLAlchemyOAuthStateStore


revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def _tables() -> sa.MetaData:
    metadata = sa.MetaData()
    installations = SQLAlchemyInstallationStore
    installations.build_bots_table(metadata, installations.default_bots_table_name)
    installations.build_installations_table(metadata, installations.default_installations_table_name)
    states = SQLAlchemyOAuthStateStore
    states.build_oauth_states_table(metadata, states.default_table_name)
    return metadata


def upgrade() -> None:
    _tables().create_all(op.get_bind())


def downgrade() -> None:
    _tables().drop_all(op.get_bind())
