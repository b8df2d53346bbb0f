"""Evidence and assessments: their tables, and the functions that their triggers call."""

import annotations.models.constraints
import annotations.models.identity
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

FUNCTIONS = r"""
-- Whoever changes what claims rest on does so alone in a workspace, from before the change until it is committed: so an
-- assessment follows from the evidence that it was computed from, and no two statements can contradict each other.
CREATE FUNCTION isnad_hold_evidence(workspace bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(1769173602, workspace::int);
END $$;

-- The same people cannot be provably different, not even through others.
CREATE FUNCTION isnad_check_relations(ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    bad record;
BEGIN
    IF ids IS NULL THEN RETURN; END IF;
    IF current_setting('transaction_isolation') = 'repeatable read' THEN
        PERFORM isnad_refuse('transaction.isolation',
            'relations are not written under REPEATABLE READ: use READ COMMITTED or SERIALIZABLE');
    END IF;
    PERFORM isnad_hold_evidence(w.id) FROM (
        SELECT DISTINCT workspace_id AS id FROM annotations_sourcerelation WHERE id = ANY (ids) ORDER BY 1) AS w;
    WITH RECURSIVE said AS (
        SELECT id, a_id, b_id FROM annotations_sourcerelation WHERE id = ANY (ids) AND withdrawn_at IS NULL
    ), reached (root, id) AS (
        SELECT e.id, e.id FROM said CROSS JOIN LATERAL (VALUES (a_id), (b_id)) AS e (id)
        UNION
        SELECT reached.root, CASE WHEN r.a_id = reached.id THEN r.b_id ELSE r.a_id END
        FROM reached JOIN annotations_sourcerelation r
            ON (r.a_id = reached.id OR r.b_id = reached.id) AND r.kind = 'same' AND r.withdrawn_at IS NULL
    )
    SELECT d.uid INTO bad FROM reached x
    JOIN annotations_sourcerelation d ON d.a_id = x.id AND d.kind = 'distinct' AND d.withdrawn_at IS NULL
    JOIN reached y ON y.id = d.b_id AND y.root = x.root
    LIMIT 1;
    IF FOUND THEN
        PERFORM isnad_refuse('relation.contradiction',
            format('statement %s says that two sources are different, and others say that they are the same', bad.uid));
    END IF;
END $$;

-- How claims stand, derived from the claims, their last assessments and the workspace's intervals.
CREATE FUNCTION isnad_stand(ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO annotations_standing AS s (claim_id, workspace_id, workflow, validity, number, computed, asserted,
        effective, supporting_min, supporting_max, supporting_exact, refuting_min, refuting_max, refuting_exact,
        moved_at, due_at)
    SELECT c.id, c.workspace_id, c.workflow, c.validity, COALESCE(a.number, 0), COALESCE(a.computed, 'unverified'),
        COALESCE(a.asserted, ''), e.effective, COALESCE(a.supporting_min, 0), COALESCE(a.supporting_max, 0),
        COALESCE(a.supporting_exact, true), COALESCE(a.refuting_min, 0), COALESCE(a.refuting_max, 0),
        COALESCE(a.refuting_exact, true), COALESCE(m.created_at, c.created_at),
        CASE WHEN c.workflow NOT IN ('rejected', 'withdrawn') THEN LEAST(
            COALESCE(c.recheck_at, CASE WHEN a.confirmed_by <> '' THEN a.recheck_at END,
                COALESCE(a.created_at, c.created_at)
                    + make_interval(days => CASE WHEN i.id IS NULL THEN d.days ELSE i.days END)),
            CASE WHEN c.validity = 'open' THEN c.horizon END) END
    FROM annotations_claim c
    LEFT JOIN LATERAL (
        SELECT * FROM annotations_assessment WHERE claim_id = c.id ORDER BY number DESC LIMIT 1) AS a ON true
    LEFT JOIN LATERAL (
        SELECT created_at FROM annotations_assessment WHERE claim_id = c.id AND cause <> 'looked'
        ORDER BY number DESC LIMIT 1) AS m ON true
    CROSS JOIN LATERAL (
        SELECT CASE WHEN a.confirmed_by <> '' THEN a.asserted ELSE COALESCE(a.computed, 'unverified') END AS effective
    ) AS e
    LEFT JOIN annotations_recheckinterval i ON i.workspace_id = c.workspace_id AND i.state = e.effective
    -- As annotations.vocabulary.RECHECK_DAYS; a migration keeps its own copy.
    LEFT JOIN (VALUES ('unverified', 7), ('single_source', 7), ('disputed', 3), ('corroborated', 30),
        ('confirmed', 180), ('refuted', 180), ('unverifiable', 90)) AS d (state, days) ON d.state = e.effective
    WHERE c.id = ANY (ids)
    ORDER BY c.id
    ON CONFLICT (claim_id) DO UPDATE SET workflow = EXCLUDED.workflow, validity = EXCLUDED.validity,
        number = EXCLUDED.number, computed = EXCLUDED.computed, asserted = EXCLUDED.asserted,
        effective = EXCLUDED.effective, supporting_min = EXCLUDED.supporting_min,
        supporting_max = EXCLUDED.supporting_max, supporting_exact = EXCLUDED.supporting_exact,
        refuting_min = EXCLUDED.refuting_min, refuting_max = EXCLUDED.refuting_max,
        refuting_exact = EXCLUDED.refuting_exact, moved_at = EXCLUDED.moved_at, due_at = EXCLUDED.due_at
    WHERE (s.workflow, s.validity, s.number, s.moved_at, s.due_at) IS DISTINCT FROM
        (EXCLUDED.workflow, EXCLUDED.validity, EXCLUDED.number, EXCLUDED.moved_at, EXCLUDED.due_at);
END $$;

CREATE FUNCTION isnad_stand_assessed(ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM isnad_stand((SELECT array_agg(DISTINCT claim_id) FROM annotations_assessment WHERE id = ANY (ids)));
END $$;

CREATE FUNCTION isnad_stand_interval(ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM isnad_stand((SELECT array_agg(s.claim_id) FROM annotations_standing s
        JOIN annotations_recheckinterval i ON i.workspace_id = s.workspace_id AND i.state = s.effective
        WHERE i.id = ANY (ids)));
END $$;
"""

DROP = """
DROP FUNCTION isnad_stand_interval(bigint[]);
DROP FUNCTION isnad_stand_assessed(bigint[]);
DROP FUNCTION isnad_stand(bigint[]);
DROP FUNCTION isnad_check_relations(bigint[]);
DROP FUNCTION isnad_hold_evidence(bigint);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("annotations", "0003_checks"),
    ]

    operations = [
        migrations.RunSQL(FUNCTIONS, DROP),
        migrations.CreateModel(
            name="Assessment",
            fields=[
                ("revision", models.IntegerField(db_default=1, editable=False)),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("recorded_by", models.CharField(db_default="", editable=False, max_length=150)),
                (
                    "recorded_through",
                    models.CharField(
                        choices=[
                            ("web", "web page"),
                            ("api", "API"),
                            ("import", "import"),
                            ("command", "command"),
                            ("sql", "SQL"),
                        ],
                        db_default="sql",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("uid", models.UUIDField(default=annotations.models.identity.uuid7, editable=False)),
                ("created_by", models.CharField(blank=True, db_default="", max_length=150)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("made_from", models.CharField(blank=True, db_default="", editable=False, max_length=64)),
                ("number", models.IntegerField()),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("computed", "the evidence changed"),
                            ("asserted", "an editor asserted a state"),
                            ("confirmed", "a second editor confirmed it"),
                            ("lifted", "the assertion was taken back"),
                            ("looked", "somebody looked again"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "computed",
                    models.CharField(
                        choices=[
                            ("unverified", "unverified"),
                            ("single_source", "single source"),
                            ("corroborated", "corroborated"),
                            ("confirmed", "confirmed"),
                            ("disputed", "disputed"),
                            ("refuted", "refuted"),
                            ("retracted", "retracted"),
                            ("unverifiable", "unverifiable"),
                        ],
                        max_length=15,
                    ),
                ),
                (
                    "asserted",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("unverified", "unverified"),
                            ("single_source", "single source"),
                            ("corroborated", "corroborated"),
                            ("confirmed", "confirmed"),
                            ("disputed", "disputed"),
                            ("refuted", "refuted"),
                            ("retracted", "retracted"),
                            ("unverifiable", "unverifiable"),
                        ],
                        max_length=15,
                    ),
                ),
                ("asserted_by", models.CharField(blank=True, max_length=150)),
                ("confirmed_by", models.CharField(blank=True, max_length=150)),
                (
                    "reason",
                    models.TextField(blank=True, help_text="why it was asserted, confirmed, lifted or looked at again"),
                ),
                ("supporting_min", models.IntegerField()),
                ("supporting_max", models.IntegerField()),
                ("supporting_exact", models.BooleanField(default=True)),
                ("refuting_min", models.IntegerField()),
                ("refuting_max", models.IntegerField()),
                ("refuting_exact", models.BooleanField(default=True)),
                ("rule_version", models.CharField(max_length=20)),
                (
                    "why",
                    models.CharField(
                        blank=True, help_text="the name of the rule that gave the computed state", max_length=100
                    ),
                ),
                ("valid_from", models.DateTimeField(blank=True, null=True)),
                (
                    "recheck_at",
                    models.DateTimeField(blank=True, help_text="when to look at an asserted state again", null=True),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="AssessmentHistory",
            fields=[
                ("history_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("superseded_at", models.DateTimeField()),
                ("superseded_by", models.CharField(max_length=150)),
                ("superseded_through", models.CharField(max_length=10)),
                ("revision", models.IntegerField(editable=False)),
                ("recorded_at", models.DateTimeField(editable=False)),
                ("recorded_by", models.CharField(editable=False, max_length=150)),
                ("recorded_through", models.CharField(editable=False, max_length=10)),
                ("id", models.BigIntegerField()),
                ("uid", models.UUIDField(editable=False)),
                ("workspace_id", models.BigIntegerField(db_column="workspace_id")),
                ("created_by", models.CharField(blank=True, editable=False, max_length=150)),
                ("created_at", models.DateTimeField(editable=False)),
                ("made_from", models.CharField(blank=True, editable=False, max_length=64)),
                ("claim_id", models.BigIntegerField(db_column="claim_id")),
                ("number", models.IntegerField(editable=False)),
                ("cause", models.CharField(editable=False, max_length=10)),
                ("computed", models.CharField(editable=False, max_length=15)),
                ("asserted", models.CharField(blank=True, editable=False, max_length=15)),
                ("asserted_by", models.CharField(blank=True, editable=False, max_length=150)),
                ("confirmed_by", models.CharField(blank=True, editable=False, max_length=150)),
                (
                    "reason",
                    models.TextField(
                        blank=True,
                        editable=False,
                        help_text="why it was asserted, confirmed, lifted or looked at again",
                    ),
                ),
                ("supporting_min", models.IntegerField(editable=False)),
                ("supporting_max", models.IntegerField(editable=False)),
                ("supporting_exact", models.BooleanField(editable=False)),
                ("refuting_min", models.IntegerField(editable=False)),
                ("refuting_max", models.IntegerField(editable=False)),
                ("refuting_exact", models.BooleanField(editable=False)),
                ("rule_version", models.CharField(editable=False, max_length=20)),
                (
                    "why",
                    models.CharField(
                        blank=True,
                        editable=False,
                        help_text="the name of the rule that gave the computed state",
                        max_length=100,
                    ),
                ),
                ("valid_from", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "recheck_at",
                    models.DateTimeField(
                        blank=True, editable=False, help_text="when to look at an asserted state again", null=True
                    ),
                ),
            ],
            options={
                "db_table": "annotations_assessment_history",
            },
        ),
        migrations.CreateModel(
            name="Corroboration",
            fields=[
                ("revision", models.IntegerField(db_default=1, editable=False)),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("recorded_by", models.CharField(db_default="", editable=False, max_length=150)),
                (
                    "recorded_through",
                    models.CharField(
                        choices=[
                            ("web", "web page"),
                            ("api", "API"),
                            ("import", "import"),
                            ("command", "command"),
                            ("sql", "SQL"),
                        ],
                        db_default="sql",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("uid", models.UUIDField(default=annotations.models.identity.uuid7, editable=False)),
                ("created_by", models.CharField(blank=True, db_default="", max_length=150)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("made_from", models.CharField(blank=True, db_default="", editable=False, max_length=64)),
                (
                    "stance",
                    models.CharField(
                        choices=[
                            ("supports", "supports"),
                            ("refutes", "refutes"),
                            ("qualifies", "qualifies"),
                            ("updates", "updates"),
                            ("corrects", "corrects"),
                            ("retracts", "retracts"),
                        ],
                        max_length=10,
                    ),
                ),
                ("decisive", models.BooleanField(default=False)),
                (
                    "decisive_ground",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("competent_party", "on record, by the party competent to know"),
                            ("authenticated_document", "an authenticated document"),
                            ("own_witness", "the newsroom’s own witness"),
                        ],
                        max_length=25,
                    ),
                ),
                ("decisive_reason", models.TextField(blank=True)),
                ("interested", models.BooleanField(default=False, help_text="it comes from a party that gains by it")),
                (
                    "bears_from",
                    models.DateTimeField(blank=True, help_text="from when on it bears on the claim", null=True),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("proposed", "proposed"), ("accepted", "accepted"), ("rejected", "rejected")],
                        default="proposed",
                        max_length=10,
                    ),
                ),
                ("decided_by", models.CharField(blank=True, max_length=150)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("decided_reason", models.TextField(blank=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CorroborationHistory",
            fields=[
                ("history_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("superseded_at", models.DateTimeField()),
                ("superseded_by", models.CharField(max_length=150)),
                ("superseded_through", models.CharField(max_length=10)),
                ("revision", models.IntegerField(editable=False)),
                ("recorded_at", models.DateTimeField(editable=False)),
                ("recorded_by", models.CharField(editable=False, max_length=150)),
                ("recorded_through", models.CharField(editable=False, max_length=10)),
                ("id", models.BigIntegerField()),
                ("uid", models.UUIDField(editable=False)),
                ("workspace_id", models.BigIntegerField(db_column="workspace_id")),
                ("created_by", models.CharField(blank=True, editable=False, max_length=150)),
                ("created_at", models.DateTimeField(editable=False)),
                ("made_from", models.CharField(blank=True, editable=False, max_length=64)),
                ("claim_id", models.BigIntegerField(db_column="claim_id")),
                ("mention_id", models.BigIntegerField(db_column="mention_id", null=True)),
                ("exhibit_id", models.BigIntegerField(db_column="exhibit_id", null=True)),
                ("version_id", models.BigIntegerField(db_column="version_id", null=True)),
                ("stance", models.CharField(editable=False, max_length=10)),
                ("decisive", models.BooleanField(editable=False)),
                ("decisive_ground", models.CharField(blank=True, editable=False, max_length=25)),
                ("decisive_reason", models.TextField(blank=True, editable=False)),
                ("interested", models.BooleanField(editable=False, help_text="it comes from a party that gains by it")),
                (
                    "bears_from",
                    models.DateTimeField(
                        blank=True, editable=False, help_text="from when on it bears on the claim", null=True
                    ),
                ),
                ("state", models.CharField(editable=False, max_length=10)),
                ("decided_by", models.CharField(blank=True, editable=False, max_length=150)),
                ("decided_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("decided_reason", models.TextField(blank=True, editable=False)),
            ],
            options={
                "db_table": "annotations_corroboration_history",
            },
        ),
        migrations.CreateModel(
            name="Exhibit",
            fields=[
                ("revision", models.IntegerField(db_default=1, editable=False)),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("recorded_by", models.CharField(db_default="", editable=False, max_length=150)),
                (
                    "recorded_through",
                    models.CharField(
                        choices=[
                            ("web", "web page"),
                            ("api", "API"),
                            ("import", "import"),
                            ("command", "command"),
                            ("sql", "SQL"),
                        ],
                        db_default="sql",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("uid", models.UUIDField(default=annotations.models.identity.uuid7, editable=False)),
                ("created_by", models.CharField(blank=True, db_default="", max_length=150)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("made_from", models.CharField(blank=True, db_default="", editable=False, max_length=64)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("document", "document"),
                            ("official_record", "official record"),
                            ("image", "image"),
                            ("video", "video"),
                            ("dataset", "dataset"),
                            ("own_witness", "own witness"),
                        ],
                        max_length=20,
                    ),
                ),
                ("title", models.CharField(max_length=500)),
                ("description", models.TextField(blank=True)),
                ("url", models.URLField(blank=True, max_length=2000)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("size", models.BigIntegerField(blank=True, help_text="of the file, in bytes", null=True)),
                ("media_type", models.CharField(blank=True, max_length=100)),
                ("file_name", models.CharField(blank=True, max_length=200)),
                ("captured_at", models.DateTimeField(blank=True, null=True)),
                ("happened_at", models.DateTimeField(blank=True, help_text="when what it shows happened", null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ExhibitHistory",
            fields=[
                ("history_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("superseded_at", models.DateTimeField()),
                ("superseded_by", models.CharField(max_length=150)),
                ("superseded_through", models.CharField(max_length=10)),
                ("revision", models.IntegerField(editable=False)),
                ("recorded_at", models.DateTimeField(editable=False)),
                ("recorded_by", models.CharField(editable=False, max_length=150)),
                ("recorded_through", models.CharField(editable=False, max_length=10)),
                ("id", models.BigIntegerField()),
                ("uid", models.UUIDField(editable=False)),
                ("workspace_id", models.BigIntegerField(db_column="workspace_id")),
                ("created_by", models.CharField(blank=True, editable=False, max_length=150)),
                ("created_at", models.DateTimeField(editable=False)),
                ("made_from", models.CharField(blank=True, editable=False, max_length=64)),
                ("kind", models.CharField(editable=False, max_length=20)),
                ("title", models.CharField(editable=False, max_length=500)),
                ("description", models.TextField(blank=True, editable=False)),
                ("url", models.URLField(blank=True, editable=False, max_length=2000)),
                ("sha256", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "size",
                    models.BigIntegerField(blank=True, editable=False, help_text="of the file, in bytes", null=True),
                ),
                ("media_type", models.CharField(blank=True, editable=False, max_length=100)),
                ("file_name", models.CharField(blank=True, editable=False, max_length=200)),
                ("captured_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "happened_at",
                    models.DateTimeField(
                        blank=True, editable=False, help_text="when what it shows happened", null=True
                    ),
                ),
                ("origin_id", models.BigIntegerField(db_column="origin_id", null=True)),
            ],
            options={
                "db_table": "annotations_exhibit_history",
            },
        ),
        migrations.CreateModel(
            name="RecheckInterval",
            fields=[
                ("revision", models.IntegerField(db_default=1, editable=False)),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("recorded_by", models.CharField(db_default="", editable=False, max_length=150)),
                (
                    "recorded_through",
                    models.CharField(
                        choices=[
                            ("web", "web page"),
                            ("api", "API"),
                            ("import", "import"),
                            ("command", "command"),
                            ("sql", "SQL"),
                        ],
                        db_default="sql",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("uid", models.UUIDField(default=annotations.models.identity.uuid7, editable=False)),
                ("created_by", models.CharField(blank=True, db_default="", max_length=150)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("made_from", models.CharField(blank=True, db_default="", editable=False, max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("unverified", "unverified"),
                            ("single_source", "single source"),
                            ("corroborated", "corroborated"),
                            ("confirmed", "confirmed"),
                            ("disputed", "disputed"),
                            ("refuted", "refuted"),
                            ("retracted", "retracted"),
                            ("unverifiable", "unverifiable"),
                        ],
                        max_length=15,
                    ),
                ),
                ("days", models.IntegerField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RecheckIntervalHistory",
            fields=[
                ("history_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("superseded_at", models.DateTimeField()),
                ("superseded_by", models.CharField(max_length=150)),
                ("superseded_through", models.CharField(max_length=10)),
                ("revision", models.IntegerField(editable=False)),
                ("recorded_at", models.DateTimeField(editable=False)),
                ("recorded_by", models.CharField(editable=False, max_length=150)),
                ("recorded_through", models.CharField(editable=False, max_length=10)),
                ("id", models.BigIntegerField()),
                ("uid", models.UUIDField(editable=False)),
                ("workspace_id", models.BigIntegerField(db_column="workspace_id")),
                ("created_by", models.CharField(blank=True, editable=False, max_length=150)),
                ("created_at", models.DateTimeField(editable=False)),
                ("made_from", models.CharField(blank=True, editable=False, max_length=64)),
                ("state", models.CharField(editable=False, max_length=15)),
                ("days", models.IntegerField(blank=True, editable=False, null=True)),
            ],
            options={
                "db_table": "annotations_recheckinterval_history",
            },
        ),
        migrations.CreateModel(
            name="Resemblance",
            fields=[
                ("revision", models.IntegerField(db_default=1, editable=False)),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("recorded_by", models.CharField(db_default="", editable=False, max_length=150)),
                (
                    "recorded_through",
                    models.CharField(
                        choices=[
                            ("web", "web page"),
                            ("api", "API"),
                            ("import", "import"),
                            ("command", "command"),
                            ("sql", "SQL"),
                        ],
                        db_default="sql",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("uid", models.UUIDField(default=annotations.models.identity.uuid7, editable=False)),
                ("created_by", models.CharField(blank=True, db_default="", max_length=150)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("made_from", models.CharField(blank=True, db_default="", editable=False, max_length=64)),
                (
                    "similarity",
                    models.FloatField(blank=True, help_text="0 to 1; null where a person saw it", null=True),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("open", "not decided yet"),
                            ("copy", "a copy of the other"),
                            ("independent", "independent of the other"),
                            ("unknown_origin", "of unknown origin"),
                        ],
                        default="open",
                        max_length=15,
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                ("decided_by", models.CharField(blank=True, max_length=150)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ResemblanceHistory",
            fields=[
                ("history_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("superseded_at", models.DateTimeField()),
                ("superseded_by", models.CharField(max_length=150)),
                ("superseded_through", models.CharField(max_length=10)),
                ("revision", models.IntegerField(editable=False)),
                ("recorded_at", models.DateTimeField(editable=False)),
                ("recorded_by", models.CharField(editable=False, max_length=150)),
                ("recorded_through", models.CharField(editable=False, max_length=10)),
                ("id", models.BigIntegerField()),
                ("uid", models.UUIDField(editable=False)),
                ("workspace_id", models.BigIntegerField(db_column="workspace_id")),
                ("created_by", models.CharField(blank=True, editable=False, max_length=150)),
                ("created_at", models.DateTimeField(editable=False)),
                ("made_from", models.CharField(blank=True, editable=False, max_length=64)),
                ("article_id", models.BigIntegerField(db_column="article_id")),
                ("other_id", models.BigIntegerField(db_column="other_id")),
                (
                    "similarity",
                    models.FloatField(
                        blank=True, editable=False, help_text="0 to 1; null where a person saw it", null=True
                    ),
                ),
                ("verdict", models.CharField(editable=False, max_length=15)),
                ("reason", models.TextField(blank=True, editable=False)),
                ("decided_by", models.CharField(blank=True, editable=False, max_length=150)),
                ("decided_at", models.DateTimeField(blank=True, editable=False, null=True)),
            ],
            options={
                "db_table": "annotations_resemblance_history",
            },
        ),
        migrations.CreateModel(
            name="SourceRelation",
            fields=[
                ("revision", models.IntegerField(db_default=1, editable=False)),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("recorded_by", models.CharField(db_default="", editable=False, max_length=150)),
                (
                    "recorded_through",
                    models.CharField(
                        choices=[
                            ("web", "web page"),
                            ("api", "API"),
                            ("import", "import"),
                            ("command", "command"),
                            ("sql", "SQL"),
                        ],
                        db_default="sql",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("uid", models.UUIDField(default=annotations.models.identity.uuid7, editable=False)),
                ("created_by", models.CharField(blank=True, db_default="", max_length=150)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("made_from", models.CharField(blank=True, db_default="", editable=False, max_length=64)),
                (
                    "kind",
                    models.CharField(choices=[("same", "the same"), ("distinct", "provably different")], max_length=10),
                ),
                ("reason", models.TextField()),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_by", models.CharField(blank=True, max_length=150)),
                ("withdrawn_reason", models.TextField(blank=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SourceRelationHistory",
            fields=[
                ("history_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("superseded_at", models.DateTimeField()),
                ("superseded_by", models.CharField(max_length=150)),
                ("superseded_through", models.CharField(max_length=10)),
                ("revision", models.IntegerField(editable=False)),
                ("recorded_at", models.DateTimeField(editable=False)),
                ("recorded_by", models.CharField(editable=False, max_length=150)),
                ("recorded_through", models.CharField(editable=False, max_length=10)),
                ("id", models.BigIntegerField()),
                ("uid", models.UUIDField(editable=False)),
                ("workspace_id", models.BigIntegerField(db_column="workspace_id")),
                ("created_by", models.CharField(blank=True, editable=False, max_length=150)),
                ("created_at", models.DateTimeField(editable=False)),
                ("made_from", models.CharField(blank=True, editable=False, max_length=64)),
                ("kind", models.CharField(editable=False, max_length=10)),
                ("a_id", models.BigIntegerField(db_column="a_id")),
                ("b_id", models.BigIntegerField(db_column="b_id")),
                ("reason", models.TextField(editable=False)),
                ("withdrawn_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("withdrawn_by", models.CharField(blank=True, editable=False, max_length=150)),
                ("withdrawn_reason", models.TextField(blank=True, editable=False)),
            ],
            options={
                "db_table": "annotations_sourcerelation_history",
            },
        ),
        migrations.CreateModel(
            name="Standing",
            fields=[
                (
                    "claim",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="standing",
                        serialize=False,
                        to="annotations.claim",
                    ),
                ),
                ("workflow", models.CharField(max_length=20)),
                ("validity", models.CharField(blank=True, max_length=10)),
                ("number", models.IntegerField(default=0, help_text="of the last assessment; 0 where there is none")),
                ("computed", models.CharField(max_length=15)),
                ("asserted", models.CharField(blank=True, max_length=15)),
                ("effective", models.CharField(max_length=15)),
                ("supporting_min", models.IntegerField(default=0)),
                ("supporting_max", models.IntegerField(default=0)),
                ("supporting_exact", models.BooleanField(default=True)),
                ("refuting_min", models.IntegerField(default=0)),
                ("refuting_max", models.IntegerField(default=0)),
                ("refuting_exact", models.BooleanField(default=True)),
                (
                    "moved_at",
                    models.DateTimeField(
                        help_text="when the last assessment was written, else when the claim was stated"
                    ),
                ),
                ("due_at", models.DateTimeField(null=True)),
                ("stale", models.BooleanField(db_default=False)),
            ],
        ),
        migrations.CreateModel(
            name="TextSignature",
            fields=[
                (
                    "version",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="signature",
                        serialize=False,
                        to="annotations.articleversion",
                    ),
                ),
                (
                    "bands",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(),
                        help_text="texts that share one of these may be nearly the same",
                        size=None,
                    ),
                ),
            ],
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="article",
            name="b_history",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="attribution",
            name="b_history",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="claim",
            name="b_history",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="comment",
            name="d_target_exists",
        ),
        migrations.RemoveConstraint(
            model_name="comment",
            name="comment.target_type",
        ),
        migrations.AddField(
            model_name="article",
            name="copy_of",
            field=models.UUIDField(blank=True, help_text="public id of the article that it is a copy of", null=True),
        ),
        migrations.AddField(
            model_name="article",
            name="origin",
            field=models.CharField(
                blank=True,
                choices=[("copy", "a copy of another article"), ("unknown", "of unknown origin")],
                db_default="",
                help_text="what a person decided of its text",
                max_length=15,
            ),
        ),
        migrations.AddField(
            model_name="articlehistory",
            name="copy_of",
            field=models.UUIDField(
                blank=True, editable=False, help_text="public id of the article that it is a copy of", null=True
            ),
        ),
        migrations.AddField(
            model_name="articlehistory",
            name="origin",
            field=models.CharField(
                blank=True, editable=False, help_text="what a person decided of its text", max_length=15
            ),
        ),
        migrations.AddField(
            model_name="attribution",
            name="cites",
            field=models.UUIDField(blank=True, help_text="public id of the article that the source repeats", null=True),
        ),
        migrations.AddField(
            model_name="attributionhistory",
            name="cites",
            field=models.UUIDField(
                blank=True, editable=False, help_text="public id of the article that the source repeats", null=True
            ),
        ),
        migrations.AddField(
            model_name="claim",
            name="happened_at",
            field=models.DateTimeField(blank=True, help_text="when what it states happened", null=True),
        ),
        migrations.AddField(
            model_name="claim",
            name="overtaken_by",
            field=models.UUIDField(blank=True, help_text="public id of the claim that overtook this one", null=True),
        ),
        migrations.AddField(
            model_name="claimhistory",
            name="happened_at",
            field=models.DateTimeField(blank=True, editable=False, help_text="when what it states happened", null=True),
        ),
        migrations.AddField(
            model_name="claimhistory",
            name="overtaken_by",
            field=models.UUIDField(
                blank=True, editable=False, help_text="public id of the claim that overtook this one", null=True
            ),
        ),
        migrations.AlterField(
            model_name="comment",
            name="target_type",
            field=models.CharField(
                choices=[
                    ("article", "article"),
                    ("version", "version"),
                    ("span", "span"),
                    ("attribution", "attribution"),
                    ("source", "source"),
                    ("claim", "claim"),
                    ("mention", "mention"),
                    ("exhibit", "exhibit"),
                    ("corroboration", "corroboration"),
                ],
                max_length=15,
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["workspace", "credited_wire"], name="article_wire"),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                condition=models.Q(("copy_of__isnull", False)), fields=["workspace", "copy_of"], name="article_copies"
            ),
        ),
        migrations.AddIndex(
            model_name="attribution",
            index=models.Index(
                condition=models.Q(("cites__isnull", False)), fields=["workspace", "cites"], name="attribution_cites"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="article",
            trigger=pgtrigger.compiler.Trigger(
                name="b_history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='\n            IF TG_OP = \'UPDATE\' AND NEW.revision = OLD.revision THEN\n                RETURN NULL;\n            END IF;\n            INSERT INTO annotations_article_history ("revision", "recorded_at", "recorded_by", "recorded_through", "id", "uid", "workspace_id", "created_by", "created_at", "made_from", "title", "language", "direction", "outlet", "url", "published_at", "credited_wire", "origin", "copy_of", "status", "metadata", superseded_at, superseded_by, superseded_through)\n            VALUES (OLD."revision", OLD."recorded_at", OLD."recorded_by", OLD."recorded_through", OLD."id", OLD."uid", OLD."workspace_id", OLD."created_by", OLD."created_at", OLD."made_from", OLD."title", OLD."language", OLD."direction", OLD."outlet", OLD."url", OLD."published_at", OLD."credited_wire", OLD."origin", OLD."copy_of", OLD."status", OLD."metadata", COALESCE(NEW.recorded_at, isnad_stamp(OLD.workspace_id, OLD.recorded_at)),\n                COALESCE(NULLIF(current_setting(\'isnad.actor\', true), \'\'), session_user),\n                COALESCE(NULLIF(current_setting(\'isnad.through\', true), \'\'), \'sql\'));\n            RETURN NULL;\n        ',
                    hash="54d501035b4522de7e948c5262cc1ea4cc134fe3",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_b_history_8da64",
                    table="annotations_article",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="attribution",
            trigger=pgtrigger.compiler.Trigger(
                name="b_history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='\n            IF TG_OP = \'UPDATE\' AND NEW.revision = OLD.revision THEN\n                RETURN NULL;\n            END IF;\n            INSERT INTO annotations_attribution_history ("revision", "recorded_at", "recorded_by", "recorded_through", "id", "uid", "workspace_id", "created_by", "created_at", "made_from", "version_id", "layer_id", "source_id", "cue_id", "addressee_id", "channel_id", "content_ids", "speaker_ids", "parent_id", "resolution", "antecedent_frame_id", "antecedent_span_id", "cites", "cue_kind", "attitude", "quotation", superseded_at, superseded_by, superseded_through)\n            VALUES (OLD."revision", OLD."recorded_at", OLD."recorded_by", OLD."recorded_through", OLD."id", OLD."uid", OLD."workspace_id", OLD."created_by", OLD."created_at", OLD."made_from", OLD."version_id", OLD."layer_id", OLD."source_id", OLD."cue_id", OLD."addressee_id", OLD."channel_id", OLD."content_ids", OLD."speaker_ids", OLD."parent_id", OLD."resolution", OLD."antecedent_frame_id", OLD."antecedent_span_id", OLD."cites", OLD."cue_kind", OLD."attitude", OLD."quotation", COALESCE(NEW.recorded_at, isnad_stamp(OLD.workspace_id, OLD.recorded_at)),\n                COALESCE(NULLIF(current_setting(\'isnad.actor\', true), \'\'), session_user),\n                COALESCE(NULLIF(current_setting(\'isnad.through\', true), \'\'), \'sql\'));\n            RETURN NULL;\n        ',
                    hash="a0b637b5b7a4864d5efb0c347e9f0789accd37a3",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_b_history_3705c",
                    table="annotations_attribution",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="claim",
            trigger=pgtrigger.compiler.Trigger(
                name="b_history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='\n            IF TG_OP = \'UPDATE\' AND NEW.revision = OLD.revision THEN\n                RETURN NULL;\n            END IF;\n            INSERT INTO annotations_claim_history ("revision", "recorded_at", "recorded_by", "recorded_through", "id", "uid", "workspace_id", "created_by", "created_at", "made_from", "statement", "language", "translations", "kind", "certainty", "polarity", "workflow", "validity", "happened_at", "horizon", "overtaken_by", "recheck_at", "folded", superseded_at, superseded_by, superseded_through)\n            VALUES (OLD."revision", OLD."recorded_at", OLD."recorded_by", OLD."recorded_through", OLD."id", OLD."uid", OLD."workspace_id", OLD."created_by", OLD."created_at", OLD."made_from", OLD."statement", OLD."language", OLD."translations", OLD."kind", OLD."certainty", OLD."polarity", OLD."workflow", OLD."validity", OLD."happened_at", OLD."horizon", OLD."overtaken_by", OLD."recheck_at", OLD."folded", COALESCE(NEW.recorded_at, isnad_stamp(OLD.workspace_id, OLD.recorded_at)),\n                COALESCE(NULLIF(current_setting(\'isnad.actor\', true), \'\'), session_user),\n                COALESCE(NULLIF(current_setting(\'isnad.through\', true), \'\'), \'sql\'));\n            RETURN NULL;\n        ',
                    hash="e4b981422f43bb0f4d5d3291a4a7a1d188c9af7a",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_b_history_dd370",
                    table="annotations_claim",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="claim",
            trigger=pgtrigger.compiler.Trigger(
                name="e_stand",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM isnad_stand((SELECT array_agg(id) FROM new_rows)); RETURN NULL;",
                    hash="ccb6480d099ae1c00d3de819721c20de2f8959f2",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_e_stand_45230",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="annotations_claim",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="claim",
            trigger=pgtrigger.compiler.Trigger(
                name="e_stand_anew",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM isnad_stand((SELECT array_agg(id) FROM new_rows)); RETURN NULL;",
                    hash="5c5cb9892eff68a922dd022e69ea83a73dbf3f18",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_e_stand_anew_79cea",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="annotations_claim",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="claim",
            trigger=pgtrigger.compiler.Trigger(
                name="e_stand_no_more",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="DELETE FROM annotations_standing WHERE claim_id IN (SELECT id FROM old_rows); RETURN NULL;",
                    hash="995b4106e0182184473dfea16abf8151822453df",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_e_stand_no_more_ec13e",
                    referencing="REFERENCING OLD TABLE AS old_rows ",
                    table="annotations_claim",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="comment",
            trigger=pgtrigger.compiler.Trigger(
                name="d_target_exists",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                    IF NOT (CASE NEW.target_type WHEN 'article' THEN EXISTS (SELECT 1 FROM annotations_article WHERE workspace_id = NEW.workspace_id AND uid = NEW.target)\nWHEN 'version' THEN EXISTS (SELECT 1 FROM annotations_articleversion WHERE workspace_id = NEW.workspace_id AND uid = NEW.target)\nWHEN 'span' THEN EXISTS (SELECT 1 FROM annotations_span WHERE workspace_id = NEW.workspace_id AND uid = NEW.target)\nWHEN 'attribution' THEN EXISTS (SELECT 1 FROM annotations_attribution WHERE workspace_id = NEW.workspace_id AND uid = NEW.target)\nWHEN 'source' THEN EXISTS (SELECT 1 FROM annotations_source WHERE workspace_id = NEW.workspace_id AND uid = NEW.target)\nWHEN 'claim' THEN EXISTS (SELECT 1 FROM annotations_claim WHERE workspace_id = NEW.workspace_id AND uid = NEW.target)\nWHEN 'mention' THEN EXISTS (SELECT 1 FROM annotations_mention WHERE workspace_id = NEW.workspace_id AND uid = NEW.target)\nWHEN 'exhibit' THEN EXISTS (SELECT 1 FROM annotations_exhibit WHERE workspace_id = NEW.workspace_id AND uid = NEW.target)\nWHEN 'corroboration' THEN EXISTS (SELECT 1 FROM annotations_corroboration WHERE workspace_id = NEW.workspace_id AND uid = NEW.target) ELSE true END) THEN\n                        RAISE EXCEPTION 'there is no % % in this workspace', NEW.target_type, NEW.target\n                            USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'comment.target_missing';\n                    END IF;\n                    RETURN NEW;\n                ",
                    hash="a0ebe5d01d5be86396eec751a261df5b8940b407",
                    operation="INSERT",
                    pgid="pgtrigger_d_target_exists_56d60",
                    table="annotations_comment",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="article",
            constraint=models.CheckConstraint(
                condition=models.Q(("origin__in", ["", "copy", "unknown"])), name="article.origin"
            ),
        ),
        migrations.AddConstraint(
            model_name="article",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("copy_of__isnull", False),
                        ("origin", "copy"),
                        models.Q(("copy_of", models.F("uid")), _negated=True),
                    ),
                    models.Q(models.Q(("origin", "copy"), _negated=True), ("copy_of__isnull", True)),
                    _connector="OR",
                ),
                name="article.copy_of",
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("overtaken_by__isnull", True),
                    models.Q(("validity", "overtaken"), models.Q(("overtaken_by", models.F("uid")), _negated=True)),
                    _connector="OR",
                ),
                name="claim.overtaken_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "target_type__in",
                        [
                            "article",
                            "version",
                            "span",
                            "attribution",
                            "source",
                            "claim",
                            "mention",
                            "exhibit",
                            "corroboration",
                        ],
                    )
                ),
                name="comment.target_type",
            ),
        ),
        migrations.AddField(
            model_name="assessment",
            name="claim",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="assessments",
                to="annotations.claim",
            ),
        ),
        migrations.AddField(
            model_name="assessment",
            name="workspace",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="annotations.workspace",
            ),
        ),
        migrations.AddIndex(
            model_name="assessmenthistory",
            index=models.Index(fields=["id"], name="assessment_h_id"),
        ),
        migrations.AddIndex(
            model_name="assessmenthistory",
            index=models.Index(fields=["uid"], name="assessment_h_uid"),
        ),
        migrations.AddIndex(
            model_name="assessmenthistory",
            index=models.Index(fields=["superseded_at"], name="assessment_h_at"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="assessmenthistory",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                RAISE EXCEPTION 'rows of this table are never changed'\n                    USING ERRCODE = 'check_violation', CONSTRAINT = 'history.append_only';\n            ",
                    hash="b381c67bd840426988237e3c86f207caab028d40",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_d4b5c",
                    table="annotations_assessment_history",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="assessmenthistory",
            trigger=pgtrigger.compiler.Trigger(
                name="c_never_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                IF COALESCE(current_setting('isnad.throw_away', true), '') <> 'on' THEN\n                    RAISE EXCEPTION 'this table is never truncated: its history would be lost'\n                        USING ERRCODE = 'check_violation', CONSTRAINT = 'history.never_truncate';\n                END IF;\n                RETURN NULL;\n            ",
                    hash="f6317003a786c46263d3ba902f2db0d218a78de6",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_c_never_truncate_07f0b",
                    table="annotations_assessment_history",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="assessmenthistory",
            trigger=pgtrigger.compiler.Trigger(
                name="written_by_trigger",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (pg_trigger_depth() = 0)",
                    func="\n                RAISE EXCEPTION 'history is written by the change itself, not beside it'\n                    USING ERRCODE = 'check_violation', CONSTRAINT = 'history.forged';\n            ",
                    hash="6cd88983946ee139a26a713d757860b23b1f9403",
                    operation="INSERT",
                    pgid="pgtrigger_written_by_trigger_3974a",
                    table="annotations_assessment_history",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddField(
            model_name="corroboration",
            name="claim",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="corroborations",
                to="annotations.claim",
            ),
        ),
        migrations.AddField(
            model_name="corroboration",
            name="mention",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="corroborations",
                to="annotations.mention",
            ),
        ),
        migrations.AddField(
            model_name="corroboration",
            name="version",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="annotations.articleversion",
            ),
        ),
        migrations.AddField(
            model_name="corroboration",
            name="workspace",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="annotations.workspace",
            ),
        ),
        migrations.AddIndex(
            model_name="corroborationhistory",
            index=models.Index(fields=["id"], name="corroboration_h_id"),
        ),
        migrations.AddIndex(
            model_name="corroborationhistory",
            index=models.Index(fields=["uid"], name="corroboration_h_uid"),
        ),
        migrations.AddIndex(
            model_name="corroborationhistory",
            index=models.Index(fields=["superseded_at"], name="corroboration_h_at"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="corroborationhistory",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                RAISE EXCEPTION 'rows of this table are never changed'\n                    USING ERRCODE = 'check_violation', CONSTRAINT = 'history.append_only';\n            ",
                    hash="768a43f772d5bf6a8a6015d2274ada3709c72514",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_1f6c3",
                    table="annotations_corroboration_history",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="corroborationhistory",
            trigger=pgtrigger.compiler.Trigger(
                name="c_never_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                IF COALESCE(current_setting('isnad.throw_away', true), '') <> 'on' THEN\n                    RAISE EXCEPTION 'this table is never truncated: its history would be lost'\n                        USING ERRCODE = 'check_violation', CONSTRAINT = 'history.never_truncate';\n                END IF;\n                RETURN NULL;\n            ",
                    hash="934d42dc5cca45dae1752d0a5265222fc88e9750",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_c_never_truncate_ca367",
                    table="annotations_corroboration_history",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="corroborationhistory",
            trigger=pgtrigger.compiler.Trigger(
                name="written_by_trigger",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (pg_trigger_depth() = 0)",
                    func="\n                RAISE EXCEPTION 'history is written by the change itself, not beside it'\n                    USING ERRCODE = 'check_violation', CONSTRAINT = 'history.forged';\n            ",
                    hash="4aae778b428c6bd079406dec7243ec9b19201a71",
                    operation="INSERT",
                    pgid="pgtrigger_written_by_trigger_07c51",
                    table="annotations_corroboration_history",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddField(
            model_name="exhibit",
            name="origin",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="exhibits",
                to="annotations.source",
            ),
        ),
        migrations.AddField(
            model_name="exhibit",
            name="workspace",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="annotations.workspace",
            ),
        ),
        migrations.AddField(
            model_name="corroboration",
            name="exhibit",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="corroborations",
                to="annotations.exhibit",
            ),
        ),
        migrations.AddIndex(
            model_name="exhibithistory",
            index=models.Index(fields=["id"], name="exhibit_h_id"),
        ),
        migrations.AddIndex(
            model_name="exhibithistory",
            index=models.Index(fields=["uid"], name="exhibit_h_uid"),
        ),
        migrations.AddIndex(
            model_name="exhibithistory",
            index=models.Index(fields=["superseded_at"], name="exhibit_h_at"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="exhibithistory",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                RAISE EXCEPTION 'rows of this table are never changed'\n                    USING ERRCODE = 'check_violation', CONSTRAINT = 'history.append_only';\n            ",
                    hash="1397d935e337a8efe40ec0d1aa13a3630f2e75e8",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_0be14",
                    table="annotations_exhibit_history",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="exhibithistory",
            trigger=pgtrigger.compiler.Trigger(
                name="c_never_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                IF COALESCE(current_setting('isnad.throw_away', true), '') <> 'on' THEN\n                    RAISE EXCEPTION 'this table is never truncated: its history would be lost'\n                        USING ERRCODE = 'check_violation', CONSTRAINT = 'history.never_truncate';\n                END IF;\n                RETURN NULL;\n            ",
                    hash="8414bd3e63b90e0f64fecafa4239a60a7c4bf683",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_c_never_truncate_756e8",
                    table="annotations_exhibit_history",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="exhibithistory",
            trigger=pgtrigger.compiler.Trigger(
                name="written_by_trigger",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (pg_trigger_depth() = 0)",
                    func="\n                RAISE EXCEPTION 'history is written by the change itself, not beside it'\n                    USING ERRCODE = 'check_violation', CONSTRAINT = 'history.forged';\n            ",
                    hash="7e71a3cb45cd894fe410c6660771341f90700ae2",
                    operation="INSERT",
                    pgid="pgtrigger_written_by_trigger_ff214",
                    table="annotations_exhibit_history",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddField(
            model_name="recheckinterval",
            name="workspace",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="annotations.workspace",
            ),
        ),
        migrations.AddIndex(
            model_name="recheckintervalhistory",
            index=models.Index(fields=["id"], name="recheckinterval_h_id"),
        ),
        migrations.AddIndex(
            model_name="recheckintervalhistory",
            index=models.Index(fields=["uid"], name="recheckinterval_h_uid"),
        ),
        migrations.AddIndex(
            model_name="recheckintervalhistory",
            index=models.Index(fields=["superseded_at"], name="recheckinterval_h_at"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="recheckintervalhistory",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                RAISE EXCEPTION 'rows of this table are never changed'\n                    USING ERRCODE = 'check_violation', CONSTRAINT = 'history.append_only';\n            ",
                    hash="cdba36d08ddc878924f34b089073e5af0c398065",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_f83d1",
                    table="annotations_recheckinterval_history",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="recheckintervalhistory",
            trigger=pgtrigger.compiler.Trigger(
                name="c_never_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                IF COALESCE(current_setting('isnad.throw_away', true), '') <> 'on' THEN\n                    RAISE EXCEPTION 'this table is never truncated: its history would be lost'\n                        USING ERRCODE = 'check_violation', CONSTRAINT = 'history.never_truncate';\n                END IF;\n                RETURN NULL;\n            ",
                    hash="15f1ba4b942062893412bbd8d3378812222d130b",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_c_never_truncate_b5e3a",
                    table="annotations_recheckinterval_history",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="recheckintervalhistory",
            trigger=pgtrigger.compiler.Trigger(
                name="written_by_trigger",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (pg_trigger_depth() = 0)",
                    func="\n                RAISE EXCEPTION 'history is written by the change itself, not beside it'\n                    USING ERRCODE = 'check_violation', CONSTRAINT = 'history.forged';\n            ",
                    hash="b32aaeefee011b0350d6dd5edd697416cd7e71f5",
                    operation="INSERT",
                    pgid="pgtrigger_written_by_trigger_f83d2",
                    table="annotations_recheckinterval_history",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddField(
            model_name="resemblance",
            name="article",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="resemblances",
                to="annotations.article",
            ),
        ),
        migrations.AddField(
            model_name="resemblance",
            name="other",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="resembled_by",
                to="annotations.article",
            ),
        ),
        migrations.AddField(
            model_name="resemblance",
            name="workspace",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="annotations.workspace",
            ),
        ),
        migrations.AddIndex(
            model_name="resemblancehistory",
            index=models.Index(fields=["id"], name="resemblance_h_id"),
        ),
        migrations.AddIndex(
            model_name="resemblancehistory",
            index=models.Index(fields=["uid"], name="resemblance_h_uid"),
        ),
        migrations.AddIndex(
            model_name="resemblancehistory",
            index=models.Index(fields=["superseded_at"], name="resemblance_h_at"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="resemblancehistory",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                RAISE EXCEPTION 'rows of this table are never changed'\n                    USING ERRCODE = 'check_violation', CONSTRAINT = 'history.append_only';\n            ",
                    hash="d37a4e6625e8a0a62879bc9c89ecb9ae566a1803",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_2e41b",
                    table="annotations_resemblance_history",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="resemblancehistory",
            trigger=pgtrigger.compiler.Trigger(
                name="c_never_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                IF COALESCE(current_setting('isnad.throw_away', true), '') <> 'on' THEN\n                    RAISE EXCEPTION 'this table is never truncated: its history would be lost'\n                        USING ERRCODE = 'check_violation', CONSTRAINT = 'history.never_truncate';\n                END IF;\n                RETURN NULL;\n            ",
                    hash="007605babaaa910bc602e69a556cdd4a7c99bac5",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_c_never_truncate_6467c",
                    table="annotations_resemblance_history",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="resemblancehistory",
            trigger=pgtrigger.compiler.Trigger(
                name="written_by_trigger",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (pg_trigger_depth() = 0)",
                    func="\n                RAISE EXCEPTION 'history is written by the change itself, not beside it'\n                    USING ERRCODE = 'check_violation', CONSTRAINT = 'history.forged';\n            ",
                    hash="2c7951a591df3f0d1adedb0be74c0176f417180d",
                    operation="INSERT",
                    pgid="pgtrigger_written_by_trigger_4670e",
                    table="annotations_resemblance_history",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddField(
            model_name="sourcerelation",
            name="a",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="annotations.source",
            ),
        ),
        migrations.AddField(
            model_name="sourcerelation",
            name="b",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="annotations.source",
            ),
        ),
        migrations.AddField(
            model_name="sourcerelation",
            name="workspace",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="annotations.workspace",
            ),
        ),
        migrations.AddIndex(
            model_name="sourcerelationhistory",
            index=models.Index(fields=["id"], name="sourcerelation_h_id"),
        ),
        migrations.AddIndex(
            model_name="sourcerelationhistory",
            index=models.Index(fields=["uid"], name="sourcerelation_h_uid"),
        ),
        migrations.AddIndex(
            model_name="sourcerelationhistory",
            index=models.Index(fields=["superseded_at"], name="sourcerelation_h_at"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sourcerelationhistory",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                RAISE EXCEPTION 'rows of this table are never changed'\n                    USING ERRCODE = 'check_violation', CONSTRAINT = 'history.append_only';\n            ",
                    hash="6e721228558a82dd483418c0d1fdc9839ebde639",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_90e43",
                    table="annotations_sourcerelation_history",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sourcerelationhistory",
            trigger=pgtrigger.compiler.Trigger(
                name="c_never_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                IF COALESCE(current_setting('isnad.throw_away', true), '') <> 'on' THEN\n                    RAISE EXCEPTION 'this table is never truncated: its history would be lost'\n                        USING ERRCODE = 'check_violation', CONSTRAINT = 'history.never_truncate';\n                END IF;\n                RETURN NULL;\n            ",
                    hash="afbecf09b0b58dfbe004da0267db56fa6d4e378f",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_c_never_truncate_d55dc",
                    table="annotations_sourcerelation_history",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sourcerelationhistory",
            trigger=pgtrigger.compiler.Trigger(
                name="written_by_trigger",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (pg_trigger_depth() = 0)",
                    func="\n                RAISE EXCEPTION 'history is written by the change itself, not beside it'\n                    USING ERRCODE = 'check_violation', CONSTRAINT = 'history.forged';\n            ",
                    hash="47a80fcdb0500159432766a36f75f03445528af2",
                    operation="INSERT",
                    pgid="pgtrigger_written_by_trigger_645f6",
                    table="annotations_sourcerelation_history",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddField(
            model_name="standing",
            name="workspace",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="annotations.workspace",
            ),
        ),
        migrations.AddField(
            model_name="textsignature",
            name="workspace",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="annotations.workspace",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.UniqueConstraint(fields=("workspace", "uid"), name="assessment.duplicate_id"),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=annotations.models.constraints.ReferencedKey(
                fields=("workspace", "id"), name="assessment_workspace_id_key"
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=annotations.models.constraints.CompositeForeignKey(
                fields=("workspace", "claim"),
                name="assessment.other_workspace",
                to="annotations.Claim",
                to_fields=("workspace", "id"),
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.UniqueConstraint(fields=("claim", "number"), name="assessment.duplicate_number"),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="assessment.number"),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.CheckConstraint(
                condition=models.Q(("cause__in", ["computed", "asserted", "confirmed", "lifted", "looked"])),
                name="assessment.cause",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "computed__in",
                        [
                            "unverified",
                            "single_source",
                            "corroborated",
                            "confirmed",
                            "disputed",
                            "refuted",
                            "retracted",
                            "unverifiable",
                        ],
                    ),
                    models.Q(("computed", "unverifiable"), _negated=True),
                ),
                name="assessment.computed",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "asserted__in",
                        [
                            "",
                            "unverified",
                            "single_source",
                            "corroborated",
                            "confirmed",
                            "disputed",
                            "refuted",
                            "retracted",
                            "unverifiable",
                        ],
                    )
                ),
                name="assessment.asserted",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("asserted", ""), ("asserted_by", ""), ("confirmed_by", "")),
                    models.Q(models.Q(("asserted", ""), _negated=True), models.Q(("asserted_by", ""), _negated=True)),
                    _connector="OR",
                ),
                name="assessment.asserted_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("confirmed_by", ""),
                    models.Q(("confirmed_by", models.F("asserted_by")), _negated=True),
                    _connector="OR",
                ),
                name="assessment.second_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("cause", "computed"), ("cause", "looked"), models.Q(("reason", ""), _negated=True), _connector="OR"
                ),
                name="assessment.reason_missing",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("asserted", "unverifiable"), _negated=True),
                    ("recheck_at__isnull", False),
                    _connector="OR",
                ),
                name="assessment.recheck_missing",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("supporting_min__gte", 0),
                    ("supporting_min__lte", models.F("supporting_max")),
                    ("refuting_min__gte", 0),
                    ("refuting_min__lte", models.F("refuting_max")),
                ),
                name="assessment.interval",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="assessment",
            trigger=pgtrigger.compiler.Trigger(
                name="a_stamp",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE past record;",
                    func="\n            IF TG_OP = 'INSERT' THEN\n                SELECT max(revision) AS revision, max(superseded_at) AS at, bool_or(uid <> NEW.uid) AS another INTO past\n                FROM annotations_assessment_history WHERE id = NEW.id;\n                IF past.another THEN\n                    RAISE EXCEPTION 'this id belonged to another row'\n                        USING ERRCODE = 'check_violation', CONSTRAINT = 'row.identity';\n                END IF;\n                NEW.revision := 1 + COALESCE(past.revision, 0);\n                NEW.recorded_at := isnad_stamp(NEW.workspace_id, past.at);\n            ELSIF NEW IS NOT DISTINCT FROM OLD THEN\n                RETURN NEW;\n            ELSE\n                IF (NEW.id, NEW.uid, NEW.workspace_id) IS DISTINCT FROM (OLD.id, OLD.uid, OLD.workspace_id) THEN\n                    RAISE EXCEPTION 'the identity of a row never changes'\n                        USING ERRCODE = 'check_violation', CONSTRAINT = 'row.identity';\n                END IF;\n                NEW.revision := OLD.revision + 1;\n                NEW.recorded_at := isnad_stamp(NEW.workspace_id, OLD.recorded_at);\n            END IF;\n            NEW.recorded_by := COALESCE(NULLIF(current_setting('isnad.actor', true), ''), session_user);\n            NEW.recorded_through := COALESCE(NULLIF(current_setting('isnad.through', true), ''), 'sql');\n            RETURN NEW;\n        ",
                    hash="bd0ef1f6241ae50e8540183cc8e596fa22e01512",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_a_stamp_321a7",
                    table="annotations_assessment",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="assessment",
            trigger=pgtrigger.compiler.Trigger(
                name="b_history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='\n            IF TG_OP = \'UPDATE\' AND NEW.revision = OLD.revision THEN\n                RETURN NULL;\n            END IF;\n            INSERT INTO annotations_assessment_history ("revision", "recorded_at", "recorded_by", "recorded_through", "id", "uid", "workspace_id", "created_by", "created_at", "made_from", "claim_id", "number", "cause", "computed", "asserted", "asserted_by", "confirmed_by", "reason", "supporting_min", "supporting_max", "supporting_exact", "refuting_min", "refuting_max", "refuting_exact", "rule_version", "why", "valid_from", "recheck_at", superseded_at, superseded_by, superseded_through)\n            VALUES (OLD."revision", OLD."recorded_at", OLD."recorded_by", OLD."recorded_through", OLD."id", OLD."uid", OLD."workspace_id", OLD."created_by", OLD."created_at", OLD."made_from", OLD."claim_id", OLD."number", OLD."cause", OLD."computed", OLD."asserted", OLD."asserted_by", OLD."confirmed_by", OLD."reason", OLD."supporting_min", OLD."supporting_max", OLD."supporting_exact", OLD."refuting_min", OLD."refuting_max", OLD."refuting_exact", OLD."rule_version", OLD."why", OLD."valid_from", OLD."recheck_at", COALESCE(NEW.recorded_at, isnad_stamp(OLD.workspace_id, OLD.recorded_at)),\n                COALESCE(NULLIF(current_setting(\'isnad.actor\', true), \'\'), session_user),\n                COALESCE(NULLIF(current_setting(\'isnad.through\', true), \'\'), \'sql\'));\n            RETURN NULL;\n        ',
                    hash="0b22aaece5d695c1da40a3ea934c15d0fa5500dd",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_b_history_bc757",
                    table="annotations_assessment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="assessment",
            trigger=pgtrigger.compiler.Trigger(
                name="c_never_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                IF COALESCE(current_setting('isnad.throw_away', true), '') <> 'on' THEN\n                    RAISE EXCEPTION 'this table is never truncated: its history would be lost'\n                        USING ERRCODE = 'check_violation', CONSTRAINT = 'history.never_truncate';\n                END IF;\n                RETURN NULL;\n            ",
                    hash="12b974fa359d540c269a8542b4ebfcd3c7cac410",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_c_never_truncate_cc163",
                    table="annotations_assessment",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="assessment",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                RAISE EXCEPTION 'rows of this table are never changed'\n                    USING ERRCODE = 'check_violation', CONSTRAINT = 'assessment.append_only';\n            ",
                    hash="5575bf17f36fdff4ac3cc7818e8664f538869157",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_ebfbc",
                    table="annotations_assessment",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="assessment",
            trigger=pgtrigger.compiler.Trigger(
                name="e_stand",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM isnad_stand_assessed((SELECT array_agg(id) FROM new_rows)); RETURN NULL;",
                    hash="e10f61506851f868161dfe13dc21b0dad884e6db",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_e_stand_b9144",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="annotations_assessment",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="exhibit",
            index=models.Index(
                condition=models.Q(("sha256", ""), _negated=True), fields=["workspace", "sha256"], name="exhibit_file"
            ),
        ),
        migrations.AddConstraint(
            model_name="exhibit",
            constraint=models.UniqueConstraint(fields=("workspace", "uid"), name="exhibit.duplicate_id"),
        ),
        migrations.AddConstraint(
            model_name="exhibit",
            constraint=annotations.models.constraints.ReferencedKey(
                fields=("workspace", "id"), name="exhibit_workspace_id_key"
            ),
        ),
        migrations.AddConstraint(
            model_name="exhibit",
            constraint=annotations.models.constraints.CompositeForeignKey(
                fields=("workspace", "origin"),
                name="exhibit.origin_of_other_workspace",
                to="annotations.Source",
                to_fields=("workspace", "id"),
            ),
        ),
        migrations.AddConstraint(
            model_name="exhibit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["document", "official_record", "image", "video", "dataset", "own_witness"])
                ),
                name="exhibit.kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="exhibit",
            constraint=models.CheckConstraint(
                condition=models.Q(("title", ""), _negated=True), name="exhibit.title_empty"
            ),
        ),
        migrations.AddConstraint(
            model_name="exhibit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("url", ""), _negated=True),
                    models.Q(("sha256", ""), _negated=True),
                    ("kind", "own_witness"),
                    _connector="OR",
                ),
                name="exhibit.nothing_there",
            ),
        ),
        migrations.AddConstraint(
            model_name="exhibit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("sha256", ""), ("size__isnull", True)),
                    models.Q(("sha256__regex", "^[0-9a-f]{64}$"), ("size__gte", 0), ("size__isnull", False)),
                    _connector="OR",
                ),
                name="exhibit.sha256",
            ),
        ),
        migrations.AddConstraint(
            model_name="exhibit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("captured_at__isnull", True),
                    ("happened_at__isnull", True),
                    ("captured_at__gte", models.F("happened_at")),
                    _connector="OR",
                ),
                name="exhibit.captured_before",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="exhibit",
            trigger=pgtrigger.compiler.Trigger(
                name="a_stamp",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE past record;",
                    func="\n            IF TG_OP = 'INSERT' THEN\n                SELECT max(revision) AS revision, max(superseded_at) AS at, bool_or(uid <> NEW.uid) AS another INTO past\n                FROM annotations_exhibit_history WHERE id = NEW.id;\n                IF past.another THEN\n                    RAISE EXCEPTION 'this id belonged to another row'\n                        USING ERRCODE = 'check_violation', CONSTRAINT = 'row.identity';\n                END IF;\n                NEW.revision := 1 + COALESCE(past.revision, 0);\n                NEW.recorded_at := isnad_stamp(NEW.workspace_id, past.at);\n            ELSIF NEW IS NOT DISTINCT FROM OLD THEN\n                RETURN NEW;\n            ELSE\n                IF (NEW.id, NEW.uid, NEW.workspace_id) IS DISTINCT FROM (OLD.id, OLD.uid, OLD.workspace_id) THEN\n                    RAISE EXCEPTION 'the identity of a row never changes'\n                        USING ERRCODE = 'check_violation', CONSTRAINT = 'row.identity';\n                END IF;\n                NEW.revision := OLD.revision + 1;\n                NEW.recorded_at := isnad_stamp(NEW.workspace_id, OLD.recorded_at);\n            END IF;\n            NEW.recorded_by := COALESCE(NULLIF(current_setting('isnad.actor', true), ''), session_user);\n            NEW.recorded_through := COALESCE(NULLIF(current_setting('isnad.through', true), ''), 'sql');\n            RETURN NEW;\n        ",
                    hash="e9ff029f8ed9d522bb25a47369fff7faef8b384e",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_a_stamp_59e49",
                    table="annotations_exhibit",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="exhibit",
            trigger=pgtrigger.compiler.Trigger(
                name="b_history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='\n            IF TG_OP = \'UPDATE\' AND NEW.revision = OLD.revision THEN\n                RETURN NULL;\n            END IF;\n            INSERT INTO annotations_exhibit_history ("revision", "recorded_at", "recorded_by", "recorded_through", "id", "uid", "workspace_id", "created_by", "created_at", "made_from", "kind", "title", "description", "url", "sha256", "size", "media_type", "file_name", "captured_at", "happened_at", "origin_id", superseded_at, superseded_by, superseded_through)\n            VALUES (OLD."revision", OLD."recorded_at", OLD."recorded_by", OLD."recorded_through", OLD."id", OLD."uid", OLD."workspace_id", OLD."created_by", OLD."created_at", OLD."made_from", OLD."kind", OLD."title", OLD."description", OLD."url", OLD."sha256", OLD."size", OLD."media_type", OLD."file_name", OLD."captured_at", OLD."happened_at", OLD."origin_id", COALESCE(NEW.recorded_at, isnad_stamp(OLD.workspace_id, OLD.recorded_at)),\n                COALESCE(NULLIF(current_setting(\'isnad.actor\', true), \'\'), session_user),\n                COALESCE(NULLIF(current_setting(\'isnad.through\', true), \'\'), \'sql\'));\n            RETURN NULL;\n        ',
                    hash="426e1bd9e52852afbd6a571b60183fc492be76cc",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_b_history_b2cad",
                    table="annotations_exhibit",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="exhibit",
            trigger=pgtrigger.compiler.Trigger(
                name="c_never_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                IF COALESCE(current_setting('isnad.throw_away', true), '') <> 'on' THEN\n                    RAISE EXCEPTION 'this table is never truncated: its history would be lost'\n                        USING ERRCODE = 'check_violation', CONSTRAINT = 'history.never_truncate';\n                END IF;\n                RETURN NULL;\n            ",
                    hash="70d1f1c9f943ed3f42dabc44fd7246c238092659",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_c_never_truncate_6fef3",
                    table="annotations_exhibit",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="corroboration",
            index=models.Index(
                condition=models.Q(("state", "proposed")), fields=["workspace", "id"], name="corroboration_proposed"
            ),
        ),
        migrations.AddConstraint(
            model_name="corroboration",
            constraint=models.UniqueConstraint(fields=("workspace", "uid"), name="corroboration.duplicate_id"),
        ),
        migrations.AddConstraint(
            model_name="corroboration",
            constraint=annotations.models.constraints.ReferencedKey(
                fields=("workspace", "id"), name="corroboration_workspace_id_key"
            ),
        ),
        migrations.AddConstraint(
            model_name="corroboration",
            constraint=annotations.models.constraints.CompositeForeignKey(
                fields=("workspace", "claim"),
                name="corroboration.claim_of_other_workspace",
                to="annotations.Claim",
                to_fields=("workspace", "id"),
            ),
        ),
        migrations.AddConstraint(
            model_name="corroboration",
            constraint=annotations.models.constraints.CompositeForeignKey(
                fields=("workspace", "mention"),
                name="corroboration.mention_of_other_workspace",
                to="annotations.Mention",
                to_fields=("workspace", "id"),
            ),
        ),
        migrations.AddConstraint(
            model_name="corroboration",
            constraint=annotations.models.constraints.CompositeForeignKey(
                fields=("workspace", "exhibit"),
                name="corroboration.exhibit_of_other_workspace",
                to="annotations.Exhibit",
                to_fields=("workspace", "id"),
            ),
        ),
        migrations.AddConstraint(
            model_name="corroboration",
            constraint=annotations.models.constraints.CompositeForeignKey(
                fields=("workspace", "version"),
                name="corroboration.version_of_other_workspace",
                to="annotations.ArticleVersion",
                to_fields=("workspace", "id"),
            ),
        ),
        migrations.AddConstraint(
            model_name="corroboration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("exhibit__isnull", True), ("mention__isnull", False), ("version__isnull", False)),
                    models.Q(("exhibit__isnull", False), ("mention__isnull", True), ("version__isnull", True)),
                    _connector="OR",
                ),
                name="corroboration.one_evidence",
            ),
        ),
        migrations.AddConstraint(
            model_name="corroboration",
            constraint=models.UniqueConstraint(
                condition=models.Q(("mention__isnull", False)),
                fields=("claim", "mention"),
                name="corroboration.duplicate",
            ),
        ),
        migrations.AddConstraint(
            model_name="corroboration",
            constraint=models.UniqueConstraint(
                condition=models.Q(("exhibit__isnull", False)),
                fields=("claim", "exhibit"),
                name="corroboration.duplicate_exhibit",
            ),
        ),
        migrations.AddConstraint(
            model_name="corroboration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("stance__in", ["supports", "refutes", "qualifies", "updates", "corrects", "retracts"])
                ),
                name="corroboration.stance",
            ),
        ),
        migrations.AddConstraint(
            model_name="corroboration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decisive", False), ("decisive_ground", ""), ("decisive_reason", "")),
                    models.Q(
                        ("decisive", True),
                        ("decisive_ground__in", ["competent_party", "authenticated_document", "own_witness"]),
                        models.Q(("decisive_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="corroboration.decisive_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="corroboration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decisive", False),
                    ("interested", False),
                    models.Q(("stance", "refutes"), _negated=True),
                    _connector="OR",
                ),
                name="corroboration.interested_denial",
            ),
        ),
        migrations.AddConstraint(
            model_name="corroboration",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["proposed", "accepted", "rejected"])), name="corroboration.state"
            ),
        ),
        migrations.AddConstraint(
            model_name="corroboration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at__isnull", True), ("decided_by", ""), ("state", "proposed")),
                    models.Q(
                        models.Q(("state", "proposed"), _negated=True),
                        models.Q(("decided_by", ""), _negated=True),
                        ("decided_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="corroboration.decided",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="corroboration",
            trigger=pgtrigger.compiler.Trigger(
                name="a_stamp",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE past record;",
                    func="\n            IF TG_OP = 'INSERT' THEN\n                SELECT max(revision) AS revision, max(superseded_at) AS at, bool_or(uid <> NEW.uid) AS another INTO past\n                FROM annotations_corroboration_history WHERE id = NEW.id;\n                IF past.another THEN\n                    RAISE EXCEPTION 'this id belonged to another row'\n                        USING ERRCODE = 'check_violation', CONSTRAINT = 'row.identity';\n                END IF;\n                NEW.revision := 1 + COALESCE(past.revision, 0);\n                NEW.recorded_at := isnad_stamp(NEW.workspace_id, past.at);\n            ELSIF NEW IS NOT DISTINCT FROM OLD THEN\n                RETURN NEW;\n            ELSE\n                IF (NEW.id, NEW.uid, NEW.workspace_id, NEW.claim_id, NEW.mention_id, NEW.exhibit_id, NEW.version_id) IS DISTINCT FROM (OLD.id, OLD.uid, OLD.workspace_id, OLD.claim_id, OLD.mention_id, OLD.exhibit_id, OLD.version_id) THEN\n                    RAISE EXCEPTION 'the identity of a row never changes'\n                        USING ERRCODE = 'check_violation', CONSTRAINT = 'row.identity';\n                END IF;\n                NEW.revision := OLD.revision + 1;\n                NEW.recorded_at := isnad_stamp(NEW.workspace_id, OLD.recorded_at);\n            END IF;\n            NEW.recorded_by := COALESCE(NULLIF(current_setting('isnad.actor', true), ''), session_user);\n            NEW.recorded_through := COALESCE(NULLIF(current_setting('isnad.through', true), ''), 'sql');\n            RETURN NEW;\n        ",
                    hash="68c7cbae6ccc305434fd8e4080fd85c549531f8e",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_a_stamp_65f0a",
                    table="annotations_corroboration",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="corroboration",
            trigger=pgtrigger.compiler.Trigger(
                name="b_history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='\n            IF TG_OP = \'UPDATE\' AND NEW.revision = OLD.revision THEN\n                RETURN NULL;\n            END IF;\n            INSERT INTO annotations_corroboration_history ("revision", "recorded_at", "recorded_by", "recorded_through", "id", "uid", "workspace_id", "created_by", "created_at", "made_from", "claim_id", "mention_id", "exhibit_id", "version_id", "stance", "decisive", "decisive_ground", "decisive_reason", "interested", "bears_from", "state", "decided_by", "decided_at", "decided_reason", superseded_at, superseded_by, superseded_through)\n            VALUES (OLD."revision", OLD."recorded_at", OLD."recorded_by", OLD."recorded_through", OLD."id", OLD."uid", OLD."workspace_id", OLD."created_by", OLD."created_at", OLD."made_from", OLD."claim_id", OLD."mention_id", OLD."exhibit_id", OLD."version_id", OLD."stance", OLD."decisive", OLD."decisive_ground", OLD."decisive_reason", OLD."interested", OLD."bears_from", OLD."state", OLD."decided_by", OLD."decided_at", OLD."decided_reason", COALESCE(NEW.recorded_at, isnad_stamp(OLD.workspace_id, OLD.recorded_at)),\n                COALESCE(NULLIF(current_setting(\'isnad.actor\', true), \'\'), session_user),\n                COALESCE(NULLIF(current_setting(\'isnad.through\', true), \'\'), \'sql\'));\n            RETURN NULL;\n        ',
                    hash="afa7392143b3b2351afc5426710a689c4e7d083d",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_b_history_9c1d4",
                    table="annotations_corroboration",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="corroboration",
            trigger=pgtrigger.compiler.Trigger(
                name="c_never_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                IF COALESCE(current_setting('isnad.throw_away', true), '') <> 'on' THEN\n                    RAISE EXCEPTION 'this table is never truncated: its history would be lost'\n                        USING ERRCODE = 'check_violation', CONSTRAINT = 'history.never_truncate';\n                END IF;\n                RETURN NULL;\n            ",
                    hash="d1cfef16a4bab01056a38aa01e7b316c7d7eeae9",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_c_never_truncate_6b75b",
                    table="annotations_corroboration",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="recheckinterval",
            constraint=models.UniqueConstraint(fields=("workspace", "uid"), name="recheckinterval.duplicate_id"),
        ),
        migrations.AddConstraint(
            model_name="recheckinterval",
            constraint=annotations.models.constraints.ReferencedKey(
                fields=("workspace", "id"), name="recheckinterval_workspace_id_key"
            ),
        ),
        migrations.AddConstraint(
            model_name="recheckinterval",
            constraint=models.UniqueConstraint(fields=("workspace", "state"), name="recheck.duplicate"),
        ),
        migrations.AddConstraint(
            model_name="recheckinterval",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "unverified",
                            "single_source",
                            "corroborated",
                            "confirmed",
                            "disputed",
                            "refuted",
                            "retracted",
                            "unverifiable",
                        ],
                    )
                ),
                name="recheck.state",
            ),
        ),
        migrations.AddConstraint(
            model_name="recheckinterval",
            constraint=models.CheckConstraint(
                condition=models.Q(("days__isnull", True), ("days__range", (1, 3650)), _connector="OR"),
                name="recheck.days",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="recheckinterval",
            trigger=pgtrigger.compiler.Trigger(
                name="a_stamp",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE past record;",
                    func="\n            IF TG_OP = 'INSERT' THEN\n                SELECT max(revision) AS revision, max(superseded_at) AS at, bool_or(uid <> NEW.uid) AS another INTO past\n                FROM annotations_recheckinterval_history WHERE id = NEW.id;\n                IF past.another THEN\n                    RAISE EXCEPTION 'this id belonged to another row'\n                        USING ERRCODE = 'check_violation', CONSTRAINT = 'row.identity';\n                END IF;\n                NEW.revision := 1 + COALESCE(past.revision, 0);\n                NEW.recorded_at := isnad_stamp(NEW.workspace_id, past.at);\n            ELSIF NEW IS NOT DISTINCT FROM OLD THEN\n                RETURN NEW;\n            ELSE\n                IF (NEW.id, NEW.uid, NEW.workspace_id, NEW.state) IS DISTINCT FROM (OLD.id, OLD.uid, OLD.workspace_id, OLD.state) THEN\n                    RAISE EXCEPTION 'the identity of a row never changes'\n                        USING ERRCODE = 'check_violation', CONSTRAINT = 'row.identity';\n                END IF;\n                NEW.revision := OLD.revision + 1;\n                NEW.recorded_at := isnad_stamp(NEW.workspace_id, OLD.recorded_at);\n            END IF;\n            NEW.recorded_by := COALESCE(NULLIF(current_setting('isnad.actor', true), ''), session_user);\n            NEW.recorded_through := COALESCE(NULLIF(current_setting('isnad.through', true), ''), 'sql');\n            RETURN NEW;\n        ",
                    hash="ff508ba72752724287d1f8248125f75276ec8ec8",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_a_stamp_cea84",
                    table="annotations_recheckinterval",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="recheckinterval",
            trigger=pgtrigger.compiler.Trigger(
                name="b_history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='\n            IF TG_OP = \'UPDATE\' AND NEW.revision = OLD.revision THEN\n                RETURN NULL;\n            END IF;\n            INSERT INTO annotations_recheckinterval_history ("revision", "recorded_at", "recorded_by", "recorded_through", "id", "uid", "workspace_id", "created_by", "created_at", "made_from", "state", "days", superseded_at, superseded_by, superseded_through)\n            VALUES (OLD."revision", OLD."recorded_at", OLD."recorded_by", OLD."recorded_through", OLD."id", OLD."uid", OLD."workspace_id", OLD."created_by", OLD."created_at", OLD."made_from", OLD."state", OLD."days", COALESCE(NEW.recorded_at, isnad_stamp(OLD.workspace_id, OLD.recorded_at)),\n                COALESCE(NULLIF(current_setting(\'isnad.actor\', true), \'\'), session_user),\n                COALESCE(NULLIF(current_setting(\'isnad.through\', true), \'\'), \'sql\'));\n            RETURN NULL;\n        ',
                    hash="00c2c7d0389a6db453548bda1956422fc4996608",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_b_history_6c4de",
                    table="annotations_recheckinterval",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="recheckinterval",
            trigger=pgtrigger.compiler.Trigger(
                name="c_never_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                IF COALESCE(current_setting('isnad.throw_away', true), '') <> 'on' THEN\n                    RAISE EXCEPTION 'this table is never truncated: its history would be lost'\n                        USING ERRCODE = 'check_violation', CONSTRAINT = 'history.never_truncate';\n                END IF;\n                RETURN NULL;\n            ",
                    hash="669f353d68a3aa8f971bd5f7f134efdec8638a26",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_c_never_truncate_5a1a0",
                    table="annotations_recheckinterval",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="recheckinterval",
            trigger=pgtrigger.compiler.Trigger(
                name="e_stand",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM isnad_stand_interval((SELECT array_agg(id) FROM new_rows)); RETURN NULL;",
                    hash="74cea7e1dd916c1acd229b574232e14b06f64c54",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_e_stand_f69ef",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="annotations_recheckinterval",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="recheckinterval",
            trigger=pgtrigger.compiler.Trigger(
                name="e_stand_anew",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM isnad_stand_interval((SELECT array_agg(id) FROM new_rows)); RETURN NULL;",
                    hash="5ab4a1ea9cc4befb61956777cef2cacb5f42b890",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_e_stand_anew_6315e",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="annotations_recheckinterval",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="resemblance",
            index=models.Index(
                condition=models.Q(("verdict", "open")), fields=["workspace", "id"], name="resemblance_open"
            ),
        ),
        migrations.AddConstraint(
            model_name="resemblance",
            constraint=models.UniqueConstraint(fields=("workspace", "uid"), name="resemblance.duplicate_id"),
        ),
        migrations.AddConstraint(
            model_name="resemblance",
            constraint=annotations.models.constraints.ReferencedKey(
                fields=("workspace", "id"), name="resemblance_workspace_id_key"
            ),
        ),
        migrations.AddConstraint(
            model_name="resemblance",
            constraint=annotations.models.constraints.CompositeForeignKey(
                fields=("workspace", "article"),
                name="resemblance.article_of_other_workspace",
                to="annotations.Article",
                to_fields=("workspace", "id"),
            ),
        ),
        migrations.AddConstraint(
            model_name="resemblance",
            constraint=annotations.models.constraints.CompositeForeignKey(
                fields=("workspace", "other"),
                name="resemblance.other_of_other_workspace",
                to="annotations.Article",
                to_fields=("workspace", "id"),
            ),
        ),
        migrations.AddConstraint(
            model_name="resemblance",
            constraint=models.CheckConstraint(
                condition=models.Q(("article", models.F("other")), _negated=True), name="resemblance.itself"
            ),
        ),
        migrations.AddConstraint(
            model_name="resemblance",
            constraint=models.UniqueConstraint(
                django.db.models.functions.comparison.Least("article", "other"),
                django.db.models.functions.comparison.Greatest("article", "other"),
                name="resemblance.duplicate",
            ),
        ),
        migrations.AddConstraint(
            model_name="resemblance",
            constraint=models.CheckConstraint(
                condition=models.Q(("similarity__isnull", True), ("similarity__range", (0, 1)), _connector="OR"),
                name="resemblance.similarity",
            ),
        ),
        migrations.AddConstraint(
            model_name="resemblance",
            constraint=models.CheckConstraint(
                condition=models.Q(("verdict__in", ["open", "copy", "independent", "unknown_origin"])),
                name="resemblance.verdict",
            ),
        ),
        migrations.AddConstraint(
            model_name="resemblance",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at__isnull", True), ("decided_by", ""), ("verdict", "open")),
                    models.Q(
                        models.Q(("verdict", "open"), _negated=True),
                        models.Q(("decided_by", ""), _negated=True),
                        ("decided_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="resemblance.decided",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="resemblance",
            trigger=pgtrigger.compiler.Trigger(
                name="a_stamp",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE past record;",
                    func="\n            IF TG_OP = 'INSERT' THEN\n                SELECT max(revision) AS revision, max(superseded_at) AS at, bool_or(uid <> NEW.uid) AS another INTO past\n                FROM annotations_resemblance_history WHERE id = NEW.id;\n                IF past.another THEN\n                    RAISE EXCEPTION 'this id belonged to another row'\n                        USING ERRCODE = 'check_violation', CONSTRAINT = 'row.identity';\n                END IF;\n                NEW.revision := 1 + COALESCE(past.revision, 0);\n                NEW.recorded_at := isnad_stamp(NEW.workspace_id, past.at);\n            ELSIF NEW IS NOT DISTINCT FROM OLD THEN\n                RETURN NEW;\n            ELSE\n                IF (NEW.id, NEW.uid, NEW.workspace_id, NEW.article_id, NEW.other_id) IS DISTINCT FROM (OLD.id, OLD.uid, OLD.workspace_id, OLD.article_id, OLD.other_id) THEN\n                    RAISE EXCEPTION 'the identity of a row never changes'\n                        USING ERRCODE = 'check_violation', CONSTRAINT = 'row.identity';\n                END IF;\n                NEW.revision := OLD.revision + 1;\n                NEW.recorded_at := isnad_stamp(NEW.workspace_id, OLD.recorded_at);\n            END IF;\n            NEW.recorded_by := COALESCE(NULLIF(current_setting('isnad.actor', true), ''), session_user);\n            NEW.recorded_through := COALESCE(NULLIF(current_setting('isnad.through', true), ''), 'sql');\n            RETURN NEW;\n        ",
                    hash="387be16320fbcc4ca53f6f8e779879f0722c36b3",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_a_stamp_f6da1",
                    table="annotations_resemblance",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="resemblance",
            trigger=pgtrigger.compiler.Trigger(
                name="b_history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='\n            IF TG_OP = \'UPDATE\' AND NEW.revision = OLD.revision THEN\n                RETURN NULL;\n            END IF;\n            INSERT INTO annotations_resemblance_history ("revision", "recorded_at", "recorded_by", "recorded_through", "id", "uid", "workspace_id", "created_by", "created_at", "made_from", "article_id", "other_id", "similarity", "verdict", "reason", "decided_by", "decided_at", superseded_at, superseded_by, superseded_through)\n            VALUES (OLD."revision", OLD."recorded_at", OLD."recorded_by", OLD."recorded_through", OLD."id", OLD."uid", OLD."workspace_id", OLD."created_by", OLD."created_at", OLD."made_from", OLD."article_id", OLD."other_id", OLD."similarity", OLD."verdict", OLD."reason", OLD."decided_by", OLD."decided_at", COALESCE(NEW.recorded_at, isnad_stamp(OLD.workspace_id, OLD.recorded_at)),\n                COALESCE(NULLIF(current_setting(\'isnad.actor\', true), \'\'), session_user),\n                COALESCE(NULLIF(current_setting(\'isnad.through\', true), \'\'), \'sql\'));\n            RETURN NULL;\n        ',
                    hash="4c7063b31dd57e4b8b4412541e4a45da16cf2749",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_b_history_6ea10",
                    table="annotations_resemblance",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="resemblance",
            trigger=pgtrigger.compiler.Trigger(
                name="c_never_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                IF COALESCE(current_setting('isnad.throw_away', true), '') <> 'on' THEN\n                    RAISE EXCEPTION 'this table is never truncated: its history would be lost'\n                        USING ERRCODE = 'check_violation', CONSTRAINT = 'history.never_truncate';\n                END IF;\n                RETURN NULL;\n            ",
                    hash="49ef777c65bd063408374d56b4b22c2c63c2e994",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_c_never_truncate_e5625",
                    table="annotations_resemblance",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="sourcerelation",
            constraint=models.UniqueConstraint(fields=("workspace", "uid"), name="sourcerelation.duplicate_id"),
        ),
        migrations.AddConstraint(
            model_name="sourcerelation",
            constraint=annotations.models.constraints.ReferencedKey(
                fields=("workspace", "id"), name="sourcerelation_workspace_id_key"
            ),
        ),
        migrations.AddConstraint(
            model_name="sourcerelation",
            constraint=annotations.models.constraints.CompositeForeignKey(
                fields=("workspace", "a"),
                name="relation.a_of_other_workspace",
                to="annotations.Source",
                to_fields=("workspace", "id"),
            ),
        ),
        migrations.AddConstraint(
            model_name="sourcerelation",
            constraint=annotations.models.constraints.CompositeForeignKey(
                fields=("workspace", "b"),
                name="relation.b_of_other_workspace",
                to="annotations.Source",
                to_fields=("workspace", "id"),
            ),
        ),
        migrations.AddConstraint(
            model_name="sourcerelation",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["same", "distinct"])), name="relation.kind"
            ),
        ),
        migrations.AddConstraint(
            model_name="sourcerelation",
            constraint=models.CheckConstraint(
                condition=models.Q(("a", models.F("b")), _negated=True), name="relation.itself"
            ),
        ),
        migrations.AddConstraint(
            model_name="sourcerelation",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="relation.reason_empty"
            ),
        ),
        migrations.AddConstraint(
            model_name="sourcerelation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawn_at__isnull", True), ("withdrawn_by", ""), ("withdrawn_reason", "")),
                    models.Q(
                        ("withdrawn_at__isnull", False),
                        models.Q(("withdrawn_by", ""), _negated=True),
                        models.Q(("withdrawn_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="relation.withdrawn",
            ),
        ),
        migrations.AddConstraint(
            model_name="sourcerelation",
            constraint=models.UniqueConstraint(
                django.db.models.functions.comparison.Least("a", "b"),
                django.db.models.functions.comparison.Greatest("a", "b"),
                models.F("kind"),
                condition=models.Q(("withdrawn_at__isnull", True)),
                name="relation.duplicate",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sourcerelation",
            trigger=pgtrigger.compiler.Trigger(
                name="a_stamp",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE past record;",
                    func="\n            IF TG_OP = 'INSERT' THEN\n                SELECT max(revision) AS revision, max(superseded_at) AS at, bool_or(uid <> NEW.uid) AS another INTO past\n                FROM annotations_sourcerelation_history WHERE id = NEW.id;\n                IF past.another THEN\n                    RAISE EXCEPTION 'this id belonged to another row'\n                        USING ERRCODE = 'check_violation', CONSTRAINT = 'row.identity';\n                END IF;\n                NEW.revision := 1 + COALESCE(past.revision, 0);\n                NEW.recorded_at := isnad_stamp(NEW.workspace_id, past.at);\n            ELSIF NEW IS NOT DISTINCT FROM OLD THEN\n                RETURN NEW;\n            ELSE\n                IF (NEW.id, NEW.uid, NEW.workspace_id, NEW.kind, NEW.a_id, NEW.b_id) IS DISTINCT FROM (OLD.id, OLD.uid, OLD.workspace_id, OLD.kind, OLD.a_id, OLD.b_id) THEN\n                    RAISE EXCEPTION 'the identity of a row never changes'\n                        USING ERRCODE = 'check_violation', CONSTRAINT = 'row.identity';\n                END IF;\n                NEW.revision := OLD.revision + 1;\n                NEW.recorded_at := isnad_stamp(NEW.workspace_id, OLD.recorded_at);\n            END IF;\n            NEW.recorded_by := COALESCE(NULLIF(current_setting('isnad.actor', true), ''), session_user);\n            NEW.recorded_through := COALESCE(NULLIF(current_setting('isnad.through', true), ''), 'sql');\n            RETURN NEW;\n        ",
                    hash="3b4252f7b49ab04f9b580483a67fc5c798cff917",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_a_stamp_ef264",
                    table="annotations_sourcerelation",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sourcerelation",
            trigger=pgtrigger.compiler.Trigger(
                name="b_history",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='\n            IF TG_OP = \'UPDATE\' AND NEW.revision = OLD.revision THEN\n                RETURN NULL;\n            END IF;\n            INSERT INTO annotations_sourcerelation_history ("revision", "recorded_at", "recorded_by", "recorded_through", "id", "uid", "workspace_id", "created_by", "created_at", "made_from", "kind", "a_id", "b_id", "reason", "withdrawn_at", "withdrawn_by", "withdrawn_reason", superseded_at, superseded_by, superseded_through)\n            VALUES (OLD."revision", OLD."recorded_at", OLD."recorded_by", OLD."recorded_through", OLD."id", OLD."uid", OLD."workspace_id", OLD."created_by", OLD."created_at", OLD."made_from", OLD."kind", OLD."a_id", OLD."b_id", OLD."reason", OLD."withdrawn_at", OLD."withdrawn_by", OLD."withdrawn_reason", COALESCE(NEW.recorded_at, isnad_stamp(OLD.workspace_id, OLD.recorded_at)),\n                COALESCE(NULLIF(current_setting(\'isnad.actor\', true), \'\'), session_user),\n                COALESCE(NULLIF(current_setting(\'isnad.through\', true), \'\'), \'sql\'));\n            RETURN NULL;\n        ',
                    hash="8981dc4e39f747868f3d03ec0363c8ed72a51372",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_b_history_e6390",
                    table="annotations_sourcerelation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sourcerelation",
            trigger=pgtrigger.compiler.Trigger(
                name="c_never_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                IF COALESCE(current_setting('isnad.throw_away', true), '') <> 'on' THEN\n                    RAISE EXCEPTION 'this table is never truncated: its history would be lost'\n                        USING ERRCODE = 'check_violation', CONSTRAINT = 'history.never_truncate';\n                END IF;\n                RETURN NULL;\n            ",
                    hash="f64fe7c23f63cdd757907ee8dc84d4ba2cef4f10",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_c_never_truncate_a8a96",
                    table="annotations_sourcerelation",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sourcerelation",
            trigger=pgtrigger.compiler.Trigger(
                name="d_check_relations",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM isnad_check_relations((SELECT array_agg(id) FROM new_rows)); RETURN NULL;",
                    hash="91f1a2c86c0b28d81dd6f9982bc9fb104df0f7eb",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_d_check_relations_33803",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="annotations_sourcerelation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sourcerelation",
            trigger=pgtrigger.compiler.Trigger(
                name="d_check_restated",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM isnad_check_relations((SELECT array_agg(id) FROM new_rows)); RETURN NULL;",
                    hash="903b29b1dd3631c15b9927abc9d52ebd3df7e83a",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_d_check_restated_eda8d",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="annotations_sourcerelation",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="standing",
            index=models.Index(
                fields=["workspace", "effective", "workflow", "-moved_at", "claim"], name="standing_state"
            ),
        ),
        migrations.AddIndex(
            model_name="standing",
            index=models.Index(fields=["workspace", "due_at", "claim"], name="standing_due"),
        ),
        migrations.AddIndex(
            model_name="standing",
            index=models.Index(fields=["workspace", "-moved_at", "claim"], name="standing_moved"),
        ),
        migrations.AddIndex(
            model_name="standing",
            index=models.Index(
                condition=models.Q(("stale", True)), fields=["workspace", "claim"], name="standing_stale"
            ),
        ),
        migrations.AddIndex(
            model_name="textsignature",
            index=django.contrib.postgres.indexes.GinIndex(fields=["bands"], name="text_signature_bands"),
        ),
        migrations.RunSQL("SELECT isnad_stand((SELECT array_agg(id) FROM annotations_claim))", migrations.RunSQL.noop),
    ]
