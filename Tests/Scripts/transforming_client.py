"""dbt through the lane (it imports every module whose name begins with its own, so this one is called otherwise). Arguments: lane URL, direct URL (the same role), cases, which build on each other. Prints each that
holds; of a run that fails every node that did, with what dbt says of it."""

import os
import pathlib
import sys
import tempfile
import traceback
from urllib.parse import unquote, urlsplit

# Nothing is told to anybody.
os.environ |= {"DBT_SEND_ANONYMOUS_USAGE_STATS": "false", "DO_NOT_TRACK": "1", "DBT_VERSION_CHECK": "false"}

import psycopg  # noqa: E402
from dbt.cli.main import dbtRunner  # noqa: E402

lane, direct, *wanted = sys.argv[1:]
parts = urlsplit(lane)

FILES = {
    "dbt_project.yml": """
name: lane
version: "1.0"
profile: lane
flags: {send_anonymous_usage_stats: false}
models: {lane: {+schema: null}}
""",
    # One statement at a time: what one session defines, others wait for.
    "profiles.yml": f"""
lane:
  target: lane
  outputs:
    lane:
      type: postgres
      host: "{parts.hostname}"
      port: {parts.port}
      user: "{unquote(parts.username)}"
      password: "{unquote(parts.password or 'none')}"
      dbname: "{parts.path.lstrip('/')}"
      schema: scratch
      threads: 1
      connect_timeout: 60
      retries: 3
""",
    "models/sources.yml": """
sources:
  - {name: clinic, tables: [{name: patients}]}
  - {name: work, tables: [{name: items}]}
""",
    "models/dbt_patients.sql": """
{{ config(materialized='table', indexes=[{'columns': ['id'], 'unique': True}]) }}
select id, mrn, ssn, birth_date, sex, risk_score from {{ source('clinic', 'patients') }}
""",
    "models/dbt_by_sex.sql": """
{{ config(materialized='view') }}
select p.sex, count(*) as n, max(w.word) as word from {{ ref('dbt_patients') }} p left join {{ ref('dbt_words') }} w on w.sex = p.sex
group by p.sex
""",
    "models/dbt_items.sql": """
{{ config(materialized='incremental', unique_key='id') }}
select id, label from {{ source('work', 'items') }}
{% if is_incremental() %} where id > (select max(id) - 5 from {{ this }}) {% else %} where id <= 900 {% endif %}
""",
    "models/dbt_scores.sql": """
{{ config(materialized='incremental', unique_key='id') }}
select id, ssn, risk_score from {{ source('clinic', 'patients') }} p
{% if is_incremental() %} where id > (select max(s.id) from {{ this }} s) {% else %} where id <= 1500 {% endif %}
""",
    "models/dbt_ephemeral.sql": """
{{ config(materialized='ephemeral') }}
select id, mrn from {{ source('clinic', 'patients') }}
""",
    "models/dbt_of_ephemeral.sql": """
{{ config(materialized='table') }}
select count(distinct mrn) as n from {{ ref('dbt_ephemeral') }}
""",
    "models/tests.yml": """
models:
  - name: dbt_patients
    columns:
      - name: id
        data_tests: [unique, not_null]
      - name: sex
        data_tests: [{accepted_values: {arguments: {values: [F, M, X, U]}}}]
  - name: dbt_scores
    columns:
      - name: id
        data_tests: [unique, {relationships: {arguments: {to: ref('dbt_patients'), field: id}}}]
""",
    "snapshots/dbt_risks.sql": """
{% snapshot dbt_risks %}
{{ config(unique_key='id', strategy='check', check_cols=['risk_score']) }}
select id, ssn, risk_score from {{ source('clinic', 'patients') }} where id <= 100
{% endsnapshot %}
""",
    "seeds/dbt_words.csv": "sex,word\nF,one\nM,two\n",
}

project = tempfile.TemporaryDirectory(prefix="dbt-")
for name, text in FILES.items():
    path = pathlib.Path(project.name, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def dbt(*arguments):
    """How many nodes there were."""
    folders = ["--project-dir", project.name, "--profiles-dir", project.name, "--no-partial-parse"]
    done = dbtRunner().invoke([*arguments, *folders, "--quiet", "--no-use-colors"])
    nodes = getattr(done.result, "results", None) or []
    told = [f"{node.node.unique_id}: {node.status}: {node.message}" for node in nodes if node.status not in ("success", "pass")]
    assert done.success, f"dbt {' '.join(arguments)}: {done.exception or ''}\n" + "\n".join(told)
    return len(nodes)


def ask(text, url=direct):
    with psycopg.connect(url, autocommit=True) as session:
        return session.execute(text).fetchall()


def expect(value, wanted_value, what):
    assert value == wanted_value, f"{what}: {str(value)[:1500]}, wanted {str(wanted_value)[:1500]}"


def seed():
    expect(dbt("seed"), 1, "seeds")
    expect(ask("SELECT * FROM scratch.dbt_words ORDER BY 1"), [("F", "one"), ("M", "two")], "a seed")


def models():
    expect(dbt("run"), 5, "models")
    masked = ask("""SELECT count(*), count(*) FILTER (WHERE c.ssn = '***-**-' || right(p.ssn, 4) AND c.mrn <> p.mrn
        AND c.birth_date = date_trunc('year', p.birth_date)) FROM scratch.dbt_patients c JOIN clinic.patients p USING (id)""")
    expect(masked, [(2000, 2000)], "a table of masks")
    expect(ask("SELECT sum(n) FROM scratch.dbt_by_sex"), [(2000,)], "a view of it")
    expect(ask("SELECT n FROM scratch.dbt_of_ephemeral"), [(2000,)], "of an ephemeral model")
    expect(ask("SELECT count(*) FROM scratch.dbt_items"), [(900,)], "an incremental model, first")
    # The same through the lane: views over tables of masks are read as they are.
    expect(ask("SELECT * FROM scratch.dbt_by_sex ORDER BY 1", lane), ask("SELECT * FROM scratch.dbt_by_sex ORDER BY 1"), "read")


def models_again():
    expect(dbt("run"), 5, "models")
    expect(ask("SELECT count(*), max(id) FROM scratch.dbt_items"), [(1000, 1000)], "an incremental model, again")
    expect(ask("SELECT count(*), count(*) FILTER (WHERE ssn LIKE '***-**-____') FROM scratch.dbt_scores"), [(2000, 2000)], "masks")
    expect(dbt("run", "--full-refresh", "--select", "dbt_items", "dbt_by_sex"), 2, "made anew")
    expect(ask("SELECT count(*) FROM scratch.dbt_items"), [(900,)], "an incremental model, anew")


def data_tests():
    expect(dbt("test"), 5, "tests")


def snapshots():
    expect(dbt("snapshot"), 1, "snapshots")
    expect(ask("SELECT count(*) FROM scratch.dbt_risks WHERE dbt_valid_to IS NULL"), [(100,)], "a snapshot")
    before = ask("SELECT risk_score FROM clinic.patients WHERE id = 7")[0][0]
    with psycopg.connect(direct, autocommit=True) as session:
        session.execute("UPDATE clinic.patients SET risk_score = 100 - risk_score / 2 WHERE id = 7")
    try:
        expect(dbt("snapshot"), 1, "snapshots")
    finally:
        with psycopg.connect(direct, autocommit=True) as session:
            session.execute("UPDATE clinic.patients SET risk_score = %s WHERE id = 7", (before,))
    kept = ask("SELECT id, ssn LIKE '***-**-____', dbt_valid_to IS NULL FROM scratch.dbt_risks WHERE id = 7 ORDER BY 3")
    expect(kept, [(7, True, False), (7, True, True)], "what a snapshot has kept")


def documents():
    dbt("docs", "generate")
    assert pathlib.Path(project.name, "target/catalog.json").stat().st_size > 1000


CASES = [seed, models, models_again, data_tests, snapshots, documents]
failed = False
for name in wanted:
    try:
        next(case for case in CASES if case.__name__ == name)()
        print(name)
    except Exception:  # every case is told of
        print(f"{name}: {traceback.format_exc()[-6000:]}", file=sys.stderr)
        failed = True
sys.exit(failed)
