# ruby-pg through the lane. Arguments: lane URL, direct URL (the same role), cases. Prints the name of each case that holds.

require "pg"

LANE, DIRECT, *WANTED = ARGV

def connect(url, **options)
  session = PG.connect(url, connect_timeout: 20, **options)
  yield session
ensure
  session&.close
end

def expect(value, wanted, what)
  raise "#{what}: #{value.inspect[0, 600]}, wanted #{wanted.inspect[0, 600]}" unless value == wanted
end

# Both sides do the same, and see the same, which is given back.
def same(what, &work)
  ours = connect(LANE, &work)
  expect(ours, connect(DIRECT, &work), what)
  ours
end

def failure
  yield
rescue PG::Error => problem
  problem
else
  raise "no error"
end

def fields_of(problem)
  result = problem.result
  %i[PG_DIAG_SEVERITY PG_DIAG_SQLSTATE PG_DIAG_MESSAGE_PRIMARY PG_DIAG_MESSAGE_DETAIL PG_DIAG_MESSAGE_HINT
     PG_DIAG_STATEMENT_POSITION PG_DIAG_SCHEMA_NAME PG_DIAG_TABLE_NAME PG_DIAG_CONSTRAINT_NAME]
    .map { |field| result.error_field(PG::Result.const_get(field)) }
end

def described(answer)
  answer.fields.each_index.map { |i| [answer.fname(i), answer.ftype(i), answer.fmod(i), answer.fformat(i), answer.ftablecol(i)] } + answer.values
end

CASES = {
  "values_in_both_formats" => lambda {
    [0, 1].each do |format|
      seen = same("kinds, format #{format}") do |session|
        described(session.exec_params("SELECT * FROM work.kinds WHERE id <= $1 ORDER BY id", [3], format))
      end
      expect(seen.length, 37 + 3, "columns and rows")
      same("decoded, format #{format}") do |session|
        session.type_map_for_results = PG::BasicTypeMapForResults.new(session)
        columns = "id, small, big, wide, flag, line, raw, made, made_there, key::text"
        session.exec_params("SELECT #{columns} FROM work.kinds WHERE id IN (1, 3) ORDER BY id", [], format).values.inspect
      end
    end
    same("parameters") do |session|
      session.type_map_for_queries = PG::BasicTypeMapForQueries.new(session)
      session.exec_params("SELECT $1, $2::text, $3, $4, $5::text, $6", [7, "' \u4e16", true, 1.5, nil, [1, nil, 3]]).values
    end
  },

  "masked_in_both_formats" => lambda {
    text = "SELECT id, sex, risk_score::text, ssn, name, birth_date::text, zip, mrn, contact->>'email', contact->>'language' " \
           "FROM clinic.patients WHERE id <= $1 ORDER BY id"
    [0, 1].each do |format|
      masked, real = [LANE, DIRECT].map { |url| connect(url) { |session| session.exec_params(text, [500], format).values } }
      expect(masked.length, 500, "rows")
      masked.zip(real) do |our, their|
        expect(our.values_at(0, 1, 2, 9), their.values_at(0, 1, 2, 9), "unprotected columns")
        expect(our.values_at(3, 4, 5, 8), ["***-**-#{their[3][-4..]}", "***", "#{their[5][0, 4]}-01-01", "***"], "masks")
        raise "the real zip" unless [their[6][0, 3], "000"].include?(our[6])
        raise "the real mrn" if our[7] == their[7]
      end
    end
  },

  "prepared_and_described" => lambda {
    same("prepared") do |session|
      session.prepare("item", "SELECT label, made FROM work.items WHERE id = $1")
      told = session.describe_prepared("item")
      seen = [told.nparams, told.paramtype(0), told.fields, told.ftype(1)]
      seen + (1..60).map { |number| session.exec_prepared("item", [number]).values }
    end
  },

  "pipeline" => lambda {
    same("pipeline") do |session|
      session.enter_pipeline_mode
      (1..100).each { |number| session.send_query_params("SELECT $1::int, label FROM work.items WHERE id = $1", [number]) }
      session.pipeline_sync
      session.send_query_params("SELECT 1", [])
      session.send_query_params("SELECT 1 / 0", [])
      session.send_query_params("SELECT 2", [])
      session.pipeline_sync
      session.send_query_params("SELECT 3", [])
      session.pipeline_sync
      seen = []
      syncs = 0
      while syncs < 3
        answer = session.get_result or next
        if answer.result_status == PG::PGRES_PIPELINE_SYNC
          syncs += 1
        else
          seen << [answer.result_status, answer.ntuples.positive? ? answer.values : nil]
        end
      end
      session.exit_pipeline_mode
      seen
    end
    connect(LANE) do |session|
      session.enter_pipeline_mode
      ["SELECT 1", "DO $$ BEGIN END $$", "SELECT 2"].each { |text| session.send_query_params(text, []) }
      session.pipeline_sync
      states = []
      loop do
        answer = session.get_result or next
        break if answer.result_status == PG::PGRES_PIPELINE_SYNC

        states << (answer.error_field(PG::Result::PG_DIAG_SQLSTATE) || answer.result_status)
      end
      expect(states, [PG::PGRES_TUPLES_OK, "42501", PG::PGRES_PIPELINE_ABORTED], "a refusal in a pipeline")
    end
  },

  "row_by_row_and_cursors" => lambda {
    same("single rows") do |session|
      session.send_query("SELECT id, label FROM work.items ORDER BY id")
      session.set_single_row_mode
      rows = []
      session.get_result.stream_each_row { |row| rows << row }
      expect(rows.length, 1000, "rows")
      rows
    end
    same("a cursor") do |session|
      session.transaction do
        session.exec("DECLARE walking SCROLL CURSOR FOR SELECT id FROM work.items ORDER BY id")
        ["FETCH 5", "MOVE 100 IN walking; FETCH 3", "FETCH BACKWARD 2"].map { |text| session.exec("#{text} FROM walking").values }
      end
    end
  },

  "transactions" => lambda {
    same("transactions") do |session|
      seen = []
      failure do
        session.transaction do
          session.exec("INSERT INTO work.items (id) VALUES (55001)")
          seen << session.transaction_status
          session.exec("INSERT INTO work.items (id) VALUES (1)")
        end
      end
      seen << session.transaction_status
      seen << session.exec("SELECT count(*) FROM work.items WHERE id = 55001").values
    end
  },

  "errors_notices_and_refusals" => lambda {
    same("errors") do |session|
      told = []
      session.set_notice_processor { |text| told << text }
      told + ["SELECT nosuch FROM work.items", "SELECT 1 / 0", "SELECT 'x'::int", "INSERT INTO work.items (id) VALUES (1)",
              "INSERT INTO work.orders (shop_id) VALUES (-1)"].flat_map do |text|
        [fields_of(failure { session.exec(text) }), fields_of(failure { session.exec_params(text, []) })]
      end + [session.exec("ROLLBACK").cmd_status, told]
    end
    connect(LANE) do |session|
      ["DO $$ BEGIN END $$", "SELECT clinic.patient_ssn(1)"].each do |text|
        problem = failure { session.exec(text) }
        expect([problem.class, fields_of(problem)[1]], [PG::InsufficientPrivilege, "42501"], text)
        expect(session.exec("SELECT 1").values, [["1"]], "after a refusal")
      end
    end
  },

  "copy" => lambda {
    same("copy") do |session|
      rows = []
      session.copy_data("COPY (SELECT id, label FROM work.items WHERE id < 300 ORDER BY id) TO STDOUT", PG::TextDecoder::CopyRow.new) do
        while (row = session.get_copy_data)
          rows << row
        end
      end
      session.exec("BEGIN")
      session.copy_data("COPY work.copied FROM STDIN", PG::TextEncoder::CopyRow.new) do
        2000.times { |number| session.put_copy_data([number, "by ruby\t#{number}"]) }
      end
      rows << session.exec("SELECT count(*), sum(id) FROM work.copied WHERE label LIKE 'by ruby%'").values
      rows << fields_of(failure { session.copy_data("COPY work.copied FROM STDIN") { session.put_copy_data("no number\tx\n") } })
      session.exec("ROLLBACK")
      rows
    end
    connect(LANE) do |session|
      count = 0
      session.copy_data("COPY clinic.patients (ssn) TO STDOUT (FORMAT csv)") do
        while (line = session.get_copy_data)
          raise "not masked: a line of COPY" unless line.start_with?("***-**-")

          count += 1
        end
      end
      expect(count, 2000, "masked lines")
    end
  },

  "notifications" => lambda {
    connect(LANE) do |ours|
      connect(DIRECT) do |theirs|
        [[ours, theirs], [theirs, ours]].each do |listening, telling|
          listening.exec("LISTEN by_ruby")
          telling.exec("NOTIFY by_ruby, 'payload'")
          heard = nil
          listening.wait_for_notify(15) { |channel, _, payload| heard = [channel, payload] }
          expect(heard, %w[by_ruby payload], "notification")
          listening.exec("UNLISTEN *")
        end
      end
    end
  },

  "cancel_and_timeout" => lambda {
    connect(LANE) do |session|
      began = Time.now
      session.send_query("SELECT pg_sleep(20)")
      sleep 0.4
      session.cancel
      expect(failure { session.get_last_result }.class, PG::QueryCanceled, "cancelled")
      raise "cancelled late" if Time.now - began > 10

      session.exec("SET statement_timeout = 200")
      expect(failure { session.exec("SELECT pg_sleep(20)") }.class, PG::QueryCanceled, "timed out")
      session.reset
      expect(session.exec("SELECT 1").values, [["1"]], "after a reset")
    end
  },

  "most_columns_and_parameters" => lambda {
    [0, 1].each do |format|
      seen = same("1,600 columns") do |session|
        session.exec_params("SELECT * FROM work.wide ORDER BY c1", [], format).values.map { |row| row[0, 799] + row[800..] }
      end
      expect([seen.length, seen[0].length], [5, 1599], "rows and columns")
      connect(LANE) { |session| expect(session.exec("SELECT * FROM work.wide").column_values(799).uniq, ["***"], "the protected column") }
    end
    marks = (1..65_535).map { |i| "$#{i}" }.join(",")
    counted = same("65,535 parameters") do |session|
      session.exec_params("SELECT count(*) FROM work.items WHERE id IN (#{marks})", (500...66_035).to_a).values
    end
    expect(counted, [["501"]], "65,535 parameters")
  }
}.freeze

failed = false
WANTED.each do |name|
  CASES.fetch(name).call
  puts name
rescue StandardError => problem
  warn "#{name}: #{problem.full_message(highlight: false)[0, 2000]}"
  failed = true
end
exit(failed ? 1 : 0)
