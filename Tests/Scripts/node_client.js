// node-pg through the lane. Arguments: lane URL, direct URL (the same role), cases. Prints the name of each case that holds.
"use strict";

const assert = require("node:assert");
const pg = require("pg");
const Cursor = require("pg-cursor");
const QueryStream = require("pg-query-stream");

const [lane, direct, ...wanted] = process.argv.slice(2);

async function withClient(url, work, options = {}) {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 20000, ...options });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Both sides do the same, and see the same, which is given back. */
async function same(work, options = {}) {
  const ours = await withClient(lane, work, options);
  assert.deepStrictEqual(ours, await withClient(direct, work, options));
  return ours;
}

const withoutOids = (answer) => ({
  ...answer, _types: undefined, _parsers: undefined, RowCtor: undefined, _prebuiltEmptyResultObject: undefined,
});

async function failure(promise) {
  try {
    await promise;
  } catch (problem) {
    return problem;
  }
  assert.fail("no error");
}

const cases = {
  async values() {
    // Text only: what this version sends for `binary: true` is no valid Bind, and the server refuses it too.
    for (const name of [undefined, "named"]) {
      const answer = await same(async (client) => withoutOids(
        await client.query({ name, text: "SELECT * FROM work.kinds WHERE id <= $1 ORDER BY id", values: [3] })));
      assert.strictEqual(answer.rows.length, 3);
      assert.strictEqual(answer.fields.length, 37);
    }
    await same(async (client) => (await client.query({ text: "SELECT * FROM work.items ORDER BY id", rowMode: "array" })).rows);
    const sent = [7, "text with ' and \u4e16", true, null, new Date(0), Buffer.from([0, 255, 39]), { a: [1, null] }, ["x", 'y"', null]];
    await same(async (client) => (await client.query(
      "SELECT $1::int AS a, $2::text AS b, $3::bool AS c, $4::text AS d, $5::timestamptz AS e, $6::bytea AS f, $7::jsonb AS g, $8::text[] AS h", sent)).rows);
  },

  async masked() {
    const text = "SELECT id, sex, risk_score, ssn, name, birth_date, zip, mrn, contact FROM clinic.patients WHERE id <= $1 ORDER BY id";
    for (const name of [undefined, "named"]) {
      const ask = async (client) => (await client.query({ name, text, values: [500] })).rows;
      const masked = await withClient(lane, ask);
      const real = await withClient(direct, ask);
      assert.strictEqual(masked.length, 500);
      masked.forEach((our, i) => {
        const their = real[i];
        for (const column of ["id", "sex", "risk_score"]) assert.strictEqual(our[column], their[column]);
        assert.strictEqual(our.ssn, "***-**-" + their.ssn.slice(-4));
        assert.strictEqual(our.name, "***");
        assert.ok([their.zip.slice(0, 3), "000"].includes(our.zip));
        assert.strictEqual(our.birth_date, `${their.birth_date.slice(0, 4)}-01-01`);
        assert.notStrictEqual(our.mrn, their.mrn);
        assert.deepStrictEqual(our.contact, { ...their.contact, phone: "***", email: "***" });
      });
    }
  },

  async prepared_and_pool() {
    await same(async (client) => {
      const seen = [];
      for (let number = 1; number <= 60; number++) {
        seen.push((await client.query({ name: "item", text: "SELECT label FROM work.items WHERE id = $1", values: [number] })).rows[0].label);
      }
      return seen;
    });
    const pool = new pg.Pool({ connectionString: lane, max: 20 });
    const numbers = Array.from({ length: 200 }, (_, i) => i + 1);
    const labels = await Promise.all(numbers.map(async (n) => (await pool.query("SELECT label FROM work.items WHERE id = $1", [n])).rows[0].label));
    await pool.end();
    assert.deepStrictEqual(labels, numbers.map((n) => `item ${n}`));
  },

  async several_statements_and_transactions() {
    await same(async (client) => {
      const seen = (await client.query("SELECT 1 AS a; SELECT 'two' AS b; UPDATE work.items SET label = label WHERE id < 5")).map(withoutOids);
      await client.query("BEGIN");
      await client.query("INSERT INTO work.items (id) VALUES (66001)");
      await client.query("SAVEPOINT one");
      seen.push((await failure(client.query("INSERT INTO work.items (id) VALUES (1)"))).code);
      seen.push((await failure(client.query("SELECT 1"))).code);
      await client.query("ROLLBACK TO one");
      seen.push((await client.query("DELETE FROM work.items WHERE id > 66000 RETURNING id, label")).rows);
      await client.query("ROLLBACK");
      return seen;
    });
  },

  async cursors_and_streams() {
    await same(async (client) => {
      const cursor = client.query(new Cursor("SELECT id, label FROM work.items WHERE id > $1 ORDER BY id", [10]));
      const seen = [await cursor.read(7), await cursor.read(300)];
      await cursor.close();
      for await (const row of client.query(new QueryStream("SELECT id FROM work.items ORDER BY id", [], { batchSize: 37 }))) seen.push(row.id);
      assert.strictEqual(seen.length, 1002);
      return seen;
    });
    await withClient(lane, async (client) => {
      let count = 0;
      for await (const row of client.query(new QueryStream("SELECT ssn FROM clinic.patients", [], { batchSize: 100 }))) {
        assert.match(row.ssn, /^\*\*\*-\*\*-\d{4}$/);
        count += 1;
      }
      assert.strictEqual(count, 2000);
    });
  },

  async errors_notices_and_refusals() {
    await same(async (client) => {
      const seen = [];
      client.on("notice", (notice) => seen.push([notice.code, notice.message]));
      for (const values of [undefined, []]) {
        for (const text of ["SELECT nosuch FROM work.items", "SELEC 1 /* \u4e16 */", "SELECT 1 / 0", "SELECT 'x'::int",
          "INSERT INTO work.items (id) VALUES (1)", "INSERT INTO work.orders (shop_id) VALUES (-1)"]) {
          const { code, severity, message, detail, hint, position, schema, table, constraint } = await failure(client.query(text, values));
          // The lane parses before the server does, and says so.
          seen.push({ code, severity, message: message.replace(/^chaperone: /, ""),
            detail: code === "42601" ? undefined : detail, hint, position: code === "42601" ? null : position, schema, table, constraint });
        }
      }
      await client.query("ROLLBACK");
      return seen;
    });
    await withClient(lane, async (client) => {
      for (const values of [undefined, []]) {
        assert.strictEqual((await failure(client.query("DO $$ BEGIN END $$", values))).code, "42501");
        assert.strictEqual((await failure(client.query("SELECT clinic.patient_ssn(1)", values))).code, "42501");
        assert.deepStrictEqual((await client.query("SELECT 1 AS one", values)).rows, [{ one: 1 }]);
      }
    });
  },

  async notifications() {
    await withClient(lane, (ours) => withClient(direct, async (theirs) => {
      for (const [listening, telling] of [[ours, theirs], [theirs, ours]]) {
        const heard = new Promise((resolve) => listening.once("notification", resolve));
        await listening.query("LISTEN by_node");
        await telling.query("SELECT pg_notify('by_node', $1)", ["payload"]);
        const { channel, payload } = await heard;
        assert.deepStrictEqual([channel, payload], ["by_node", "payload"]);
        await listening.query("UNLISTEN *");
      }
    }));
  },

  async cancel_and_timeout() {
    await withClient(lane, async (client) => {
      const sleeping = new pg.Query("SELECT pg_sleep(20)");
      const ended = new Promise((resolve) => sleeping.once("error", resolve));
      const began = Date.now();
      client.query(sleeping);
      setTimeout(() => new pg.Client(lane).cancel(client, sleeping), 500);
      assert.strictEqual((await ended).code, "57014");
      assert.ok(Date.now() - began < 10000);
      assert.strictEqual((await client.query("SELECT 1 AS one")).rows[0].one, 1);
    });
    await withClient(lane, async (client) => {
      assert.strictEqual((await client.query("SHOW statement_timeout")).rows[0].statement_timeout, "300ms");
      assert.strictEqual((await failure(client.query("SELECT pg_sleep(20)"))).code, "57014");
    }, { statement_timeout: 300, application_name: "by node" });
  },

  async most_columns_and_parameters() {
    const row = await same(async (client) => {
      const { rows, fields } = await client.query("SELECT * FROM work.wide ORDER BY c1");
      return [fields.length, rows.length, rows.map((row) => ({ ...row, c800: null }))];
    });
    assert.deepStrictEqual(row.slice(0, 2), [1600, 5]);
    await withClient(lane, async (client) => assert.strictEqual((await client.query("SELECT * FROM work.wide")).rows[0].c800, "***"));
    const numbers = Array.from({ length: 65535 }, (_, i) => i + 500);
    const marks = numbers.map((_, i) => `$${i + 1}`).join(",");
    assert.deepStrictEqual(
      await same(async (client) => (await client.query(`SELECT count(*)::int AS n FROM work.items WHERE id IN (${marks})`, numbers)).rows), [{ n: 501 }]);
  },
};

(async () => {
  let failed = false;
  for (const name of wanted) {
    try {
      await cases[name]();
      console.log(name);
    } catch (problem) {
      console.error(`${name}: ${String(problem.stack).slice(0, 2000)}`);
      failed = true;
    }
  }
  process.exit(failed ? 1 : 0);
})();
