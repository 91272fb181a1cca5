"""The database itself refuses to change or delete an audit entry."""

from django.db import migrations

POSTGRESQL_UP = """
CREATE FUNCTION kernel_audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The audit log is append-only';
END $$;
CREATE TRIGGER kernel_audit_append_only BEFORE UPDATE OR DELETE ON kernel_auditentry
    FOR EACH ROW EXECUTE FUNCTION kernel_audit_refuse();
"""
POSTGRESQL_DOWN = """
DROP TRIGGER kernel_audit_append_only ON kernel_auditentry;
DROP FUNCTION kernel_audit_refuse();
"""
SQLITE_UP = [
    f"""
CREATE TRIGGER kernel_audit_no_{verb.lower()} BEFORE {verb} ON kernel_auditentry
BEGIN SELECT RAISE(ABORT, 'The audit log is append-only'); END;
"""
    for verb in ("UPDATE", "DELETE")
]
SQLITE_DOWN = [
    "DROP TRIGGER kernel_audit_no_update",
    "DROP TRIGGER kernel_audit_no_delete",
]


def up(apps, schema_editor):
    statements = [POSTGRESQL_UP] if schema_editor.connection.vendor == "postgresql" else SQLITE_UP
    for statement in statements:
        schema_editor.execute(statement, params=None)


def down(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    statements = [POSTGRESQL_DOWN] if vendor == "postgresql" else SQLITE_DOWN
    for statement in statements:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0001_initial"),
        # Wagtail's before those of the rooms: each of its migrations builds every model anew that
        # points at users, and most models of the rooms do. A new database takes a quarter less time.
        ("wagtailadmin", "0006_formstate"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
        ("wagtailusers", "0015_userprofile_keyboard_shortcuts"),
    ]
    operations = [migrations.RunPython(up, down)]
