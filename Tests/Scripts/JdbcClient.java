// pgjdbc through the lane. Arguments: lane URL, direct URL (the same role), cases. Prints the name of each case that holds.

import java.io.StringReader;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.*;
import java.util.*;
import java.util.function.Function;
import java.util.stream.*;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.postgresql.PGStatement;
import org.postgresql.util.PSQLException;

public class JdbcClient {
    interface Work { void run() throws Exception; }
    interface Question<Value> { Value ask(Connection session) throws Exception; }

    static String lane, direct;
    static final List<String> MODES = List.of("simple", "extended", "extendedForPrepared", "extendedCacheEverything");
    static final Map<String, Work> CASES = new LinkedHashMap<>();

    static {
        CASES.put("values_in_both_formats", JdbcClient::valuesInBothFormats);
        CASES.put("masked_in_every_mode", JdbcClient::maskedInEveryMode);
        CASES.put("prepared_again_and_again", JdbcClient::preparedAgainAndAgain);
        CASES.put("batches", JdbcClient::batches);
        CASES.put("generated_keys", JdbcClient::generatedKeys);
        CASES.put("fetch_size_and_scrolling", JdbcClient::fetchSizeAndScrolling);
        CASES.put("updatable_rows", JdbcClient::updatableRows);
        CASES.put("transactions_and_autosave", JdbcClient::transactionsAndAutosave);
        CASES.put("errors_and_refusals", JdbcClient::errorsAndRefusals);
        CASES.put("copy", JdbcClient::copy);
        CASES.put("notifications", JdbcClient::notifications);
        CASES.put("cancel_and_timeout", JdbcClient::cancelAndTimeout);
        CASES.put("metadata", JdbcClient::metadata);
        CASES.put("session_settings", JdbcClient::sessionSettings);
        CASES.put("calls", JdbcClient::calls);
        CASES.put("most_parameters", JdbcClient::mostParameters);
    }

    public static void main(String[] arguments) {
        lane = arguments[0];
        direct = arguments[1];
        boolean failed = false;
        for (String name : Arrays.copyOfRange(arguments, 2, arguments.length)) {
            try {
                CASES.get(name).run();
                System.out.println(name);
            } catch (Throwable problem) {
                System.err.println(name + ": " + problem);
                Arrays.stream(problem.getStackTrace()).limit(6).forEach(frame -> System.err.println("    " + frame));
                failed = true;
            }
        }
        System.exit(failed ? 1 : 0);
    }

    static Connection connect(String url, String... options) throws SQLException {
        URI parts = URI.create(url);
        String[] who = parts.getUserInfo().split(":");
        Properties properties = new Properties();
        properties.setProperty("user", who[0]);
        if (who.length > 1) properties.setProperty("password", who[1]);
        properties.setProperty("loginTimeout", "20");
        for (int i = 0; i < options.length; i += 2) properties.setProperty(options[i], options[i + 1]);
        return DriverManager.getConnection(
            "jdbc:postgresql://" + parts.getHost() + ":" + parts.getPort() + parts.getPath(), properties);
    }

    static void expect(Object value, Object wanted, String what) {
        if (!Objects.deepEquals(value, wanted)) throw new AssertionError(what + ": " + shorten(value) + ", wanted " + shorten(wanted));
    }

    static void require(boolean holds, String what) {
        if (!holds) throw new AssertionError(what);
    }

    static String shorten(Object value) {
        String text = String.valueOf(value);
        return text.length() > 1500 ? text.substring(0, 1500) + "…" : text;
    }

    /** Asks both sides the same, and expects the same answer, which it gives. */
    static <Value> Value same(String what, Question<Value> question, String... options) throws Exception {
        try (Connection ours = connect(lane, options); Connection theirs = connect(direct, options)) {
            return same(what, ours, theirs, question);
        }
    }

    static <Value> Value same(String what, Connection ours, Connection theirs, Question<Value> question) throws Exception {
        Value answer = question.ask(ours);
        List<String> here = lines(answer), there = lines(question.ask(theirs));
        for (int i = 0; i < Math.max(here.size(), there.size()); i++) {
            expect(i < here.size() ? here.get(i) : null, i < there.size() ? there.get(i) : null, what + ", line " + i);
        }
        return answer;
    }

    static List<String> lines(Object answer) {
        return answer instanceof List<?> list ? list.stream().map(String::valueOf).toList() : List.of(String.valueOf(answer));
    }

    static String show(Object value) throws SQLException {
        if (value instanceof byte[] bytes) return HexFormat.of().formatHex(bytes);
        if (value instanceof java.sql.Array array) return array.getBaseTypeName() + Arrays.deepToString((Object[]) array.getArray());
        if (value instanceof SQLXML xml) return xml.getString();
        return value == null ? "NULL" : value.getClass().getSimpleName() + " " + value;
    }

    /** What an answer says: names, types, and values as Java sees them. */
    static List<String> read(ResultSet rows) throws SQLException {
        ResultSetMetaData columns = rows.getMetaData();
        List<String> said = new ArrayList<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            said.add(String.join(" ", columns.getColumnLabel(i), columns.getColumnTypeName(i), columns.getColumnClassName(i),
                "" + columns.getPrecision(i), "" + columns.getScale(i), "" + columns.getColumnDisplaySize(i)));
        }
        while (rows.next()) {
            StringJoiner row = new StringJoiner(" | ");
            for (int i = 1; i <= columns.getColumnCount(); i++) row.add(show(rows.getObject(i)));
            said.add(row.toString());
        }
        return said;
    }

    static List<String> read(Connection session, String text, Object... parameters) throws SQLException {
        try (PreparedStatement statement = session.prepareStatement(text)) {
            for (int i = 0; i < parameters.length; i++) statement.setObject(i + 1, parameters[i]);
            return read(statement.executeQuery());
        }
    }

    static List<List<Object>> rows(Connection session, String text, Object... parameters) throws SQLException {
        try (PreparedStatement statement = session.prepareStatement(text)) {
            for (int i = 0; i < parameters.length; i++) statement.setObject(i + 1, parameters[i]);
            ResultSet answer = statement.executeQuery();
            List<List<Object>> all = new ArrayList<>();
            while (answer.next()) {
                List<Object> row = new ArrayList<>();
                for (int i = 1; i <= answer.getMetaData().getColumnCount(); i++) row.add(answer.getObject(i));
                all.add(row);
            }
            return all;
        }
    }

    // MARK: cases

    static void valuesInBothFormats() throws Exception {
        for (String mode : MODES) {
            // 0: never named on the server; -1: at once, and in binary.
            for (String threshold : List.of("0", "-1")) {
                List<String> said = same("kinds, " + mode + ", threshold " + threshold,
                    session -> read(session, "SELECT * FROM work.kinds WHERE id <= ? ORDER BY id", 3),
                    "preferQueryMode", mode, "prepareThreshold", threshold);
                expect(said.size(), 37 + 3, "columns and rows");
            }
        }
        for (Object value : List.of(7, 7L, 1.25, "text with ' and \u4e16", true, new java.math.BigDecimal("1.50"),
            UUID.fromString("123e4567-e89b-12d3-a456-426614174000"), java.time.LocalDate.of(2024, 2, 29), new byte[] {0, -1, 39})) {
            same("a parameter", session -> read(session, "SELECT ? AS echoed", value), "prepareThreshold", "-1");
        }
    }

    static void maskedInEveryMode() throws Exception {
        String text = "SELECT id, sex, risk_score, ssn, name, birth_date, zip, mrn, contact->>'email', contact->>'language' "
            + "FROM clinic.patients WHERE id <= ? ORDER BY id";
        for (String mode : MODES) {
            for (String threshold : List.of("0", "-1")) {
                String[] options = {"preferQueryMode", mode, "prepareThreshold", threshold};
                try (Connection ours = connect(lane, options); Connection theirs = connect(direct, options)) {
                    List<List<Object>> masked = rows(ours, text, 300), real = rows(theirs, text, 300);
                    expect(masked.size(), 300, "rows");
                    for (int i = 0; i < masked.size(); i++) {
                        List<Object> our = masked.get(i), their = real.get(i);
                        expect(our.subList(0, 3), their.subList(0, 3), "unprotected columns");
                        expect(our.get(9), their.get(9), "an unprotected member");
                        String ssn = (String) their.get(3);
                        expect(our.get(3), "***-**-" + ssn.substring(ssn.length() - 4), "last4");
                        expect(our.get(4), "***", "redact");
                        expect(our.get(5).toString(), their.get(5).toString().substring(0, 4) + "-01-01", "year");
                        require(List.of(((String) their.get(6)).substring(0, 3), "000").contains(our.get(6)), "zip3");
                        require(!our.get(7).equals(their.get(7)), "the real mrn");
                        expect(our.get(8), "***", "a protected member");
                    }
                }
            }
        }
    }

    static void preparedAgainAndAgain() throws Exception {
        same("prepared", session -> {
            List<Object> seen = new ArrayList<>();
            try (PreparedStatement statement = session.prepareStatement("SELECT label, made FROM work.items WHERE id = ?")) {
                statement.unwrap(PGStatement.class).setPrepareThreshold(3);
                for (int number = 1; number <= 60; number++) {
                    statement.setInt(1, number);
                    ResultSet row = statement.executeQuery();
                    require(row.next(), "a row");
                    seen.add(row.getString(1) + row.getTimestamp(2));
                    // What is prepared goes stale in the middle: the driver has to notice and prepare again.
                    if (number == 30) session.createStatement().execute("DISCARD ALL");
                }
            }
            return seen;
        }, "autosave", "always");
    }

    static void batches() throws Exception {
        for (String rewrite : List.of("false", "true")) {
            same("batches, rewritten " + rewrite, session -> {
                session.setAutoCommit(false);
                session.createStatement().execute("CREATE TEMPORARY TABLE batch (id int PRIMARY KEY, label text)");
                List<Object> seen = new ArrayList<>();
                try (PreparedStatement insert = session.prepareStatement("INSERT INTO batch (id, label) VALUES (?, ?)")) {
                    for (int number = 0; number < 700; number++) {
                        insert.setInt(1, number);
                        insert.setString(2, number % 7 == 0 ? null : "label " + number);
                        insert.addBatch();
                    }
                    seen.add(Arrays.toString(insert.executeBatch()));
                }
                session.commit();
                try (PreparedStatement insert = session.prepareStatement("INSERT INTO batch (id) VALUES (?)")) {
                    for (int number : new int[] {1000, 1001, 5, 1002}) {
                        insert.setInt(1, number);
                        insert.addBatch();
                    }
                    insert.executeBatch();
                    throw new AssertionError("a batch with a duplicate key was taken");
                } catch (BatchUpdateException problem) {
                    seen.add(problem.getSQLState() + Arrays.toString(problem.getUpdateCounts()));
                    session.rollback();
                }
                try (Statement several = session.createStatement()) {
                    several.addBatch("UPDATE batch SET label = 'x' WHERE id < 10");
                    several.addBatch("DELETE FROM batch WHERE id > 600");
                    seen.add(Arrays.toString(several.executeBatch()));
                }
                seen.addAll(read(session, "SELECT count(*), count(label), sum(id) FROM batch"));
                session.rollback();
                return seen;
            }, "reWriteBatchedInserts", rewrite);
        }
    }

    static void generatedKeys() throws Exception {
        same("generated keys", session -> {
            session.setAutoCommit(false);
            session.createStatement().execute("CREATE TEMPORARY TABLE keyed (id int GENERATED ALWAYS AS IDENTITY, label text)");
            List<Object> seen = new ArrayList<>();
            try (PreparedStatement insert = session.prepareStatement("INSERT INTO keyed (label) VALUES (?), (?)", Statement.RETURN_GENERATED_KEYS)) {
                insert.setString(1, "a");
                insert.setString(2, "b");
                seen.add(insert.executeUpdate());
                seen.addAll(read(insert.getGeneratedKeys()));
            }
            try (PreparedStatement insert = session.prepareStatement("INSERT INTO keyed (label) VALUES (?)", new String[] {"id"})) {
                insert.setString(1, "c");
                insert.addBatch();
                insert.setString(1, "d");
                insert.addBatch();
                insert.executeBatch();
                seen.addAll(read(insert.getGeneratedKeys()));
            }
            session.rollback();
            return seen;
        });
    }

    static void fetchSizeAndScrolling() throws Exception {
        same("fetch size", session -> {
            session.setAutoCommit(false);
            try (PreparedStatement statement = session.prepareStatement("SELECT id, label FROM work.items ORDER BY id")) {
                statement.setFetchSize(37);
                List<String> said = read(statement.executeQuery());
                expect(said.size(), 1002, "rows by portions");
                return said;
            }
        });
        same("scrolling", session -> {
            try (Statement statement = session.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY)) {
                ResultSet rows = statement.executeQuery("SELECT id FROM work.items ORDER BY id");
                List<Object> seen = new ArrayList<>();
                rows.absolute(500);
                seen.add(rows.getInt(1));
                rows.relative(-499);
                seen.add(rows.getInt(1));
                rows.last();
                seen.add(rows.getInt(1) + " " + rows.getRow());
                return seen;
            }
        });
        try (Connection ours = connect(lane)) {
            ours.setAutoCommit(false);
            try (Statement statement = ours.createStatement()) {
                statement.setFetchSize(100);
                ResultSet rows = statement.executeQuery("SELECT ssn FROM clinic.patients");
                int count = 0;
                for (; rows.next(); count++) require(rows.getString(1).startsWith("***-**-"), "masked by portions");
                expect(count, 2000, "masked rows by portions");
            }
        }
    }

    static void updatableRows() throws Exception {
        same("updatable rows", session -> {
            session.setAutoCommit(false);
            try (Statement statement = session.createStatement(ResultSet.TYPE_SCROLL_SENSITIVE, ResultSet.CONCUR_UPDATABLE)) {
                ResultSet rows = statement.executeQuery("SELECT id, label FROM work.items WHERE id < 10 ORDER BY id");
                require(rows.next(), "a row");
                rows.updateString("label", "changed");
                rows.updateRow();
                rows.moveToInsertRow();
                rows.updateInt("id", 77001);
                rows.updateString("label", "inserted");
                rows.insertRow();
                rows.moveToCurrentRow();
                require(rows.next(), "another");
                rows.deleteRow();
            }
            List<String> said = read(session, "SELECT id, label FROM work.items WHERE id < 4 OR id > 70000 ORDER BY id");
            session.rollback();
            return said;
        });
    }

    static void transactionsAndAutosave() throws Exception {
        for (String autosave : List.of("never", "always", "conservative")) {
            same("transactions, autosave " + autosave, session -> {
                session.setAutoCommit(false);
                session.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
                List<Object> seen = new ArrayList<>();
                Statement statement = session.createStatement();
                statement.executeUpdate("INSERT INTO work.items (id) VALUES (88001)");
                Savepoint point = session.setSavepoint("point");
                try {
                    statement.executeUpdate("INSERT INTO work.items (id) VALUES (1)");
                    throw new AssertionError("a duplicate key was taken");
                } catch (SQLException problem) {
                    seen.add(problem.getSQLState());
                }
                session.rollback(point);
                seen.addAll(read(session, "SELECT count(*) FROM work.items WHERE id = 88001"));
                session.releaseSavepoint(point);
                session.rollback();
                seen.addAll(read(session, "SELECT count(*) FROM work.items WHERE id = 88001"));
                return seen;
            }, "autosave", autosave);
        }
    }

    static void errorsAndRefusals() throws Exception {
        for (String mode : MODES) {
            same("errors, " + mode, session -> {
                List<Object> seen = new ArrayList<>();
                List<String> unknown = mode.equals("extended") ? List.of("SELECT * FROM work.nosuch", "SELECT nosuch()") : List.of();
                List<String> wrong = List.of("SELECT nosuch FROM work.items", "SELECT 1 / 0", "SELECT 'x'::int", "INSERT INTO work.items (id) VALUES (1)",
                    "INSERT INTO work.orders (shop_id) VALUES (-1)");
                for (String text : Stream.concat(wrong.stream(), unknown.stream()).toList()) {
                    try {
                        session.createStatement().execute(text);
                        throw new AssertionError("no error of " + text);
                    } catch (PSQLException problem) {
                        var told = problem.getServerErrorMessage();
                        // What is not there and what may not be used are told in the lane's own words.
                        if (Set.of("42P01", "42883").contains(told.getSQLState())) seen.add(told.getSQLState());
                        else seen.add(String.join(" ", told.getSQLState(), told.getSeverity(), told.getMessage(), "" + told.getPosition(),
                            told.getDetail(), told.getHint(), told.getSchema(), told.getTable(), told.getConstraint()));
                    }
                }
                try (Statement statement = session.createStatement()) {
                    statement.execute("ROLLBACK");
                    seen.add(statement.getWarnings().getSQLState() + statement.getWarnings().getMessage());
                }
                return seen;
            }, "preferQueryMode", mode);
            try (Connection ours = connect(lane, "preferQueryMode", mode)) {
                for (String text : List.of("DO $$ BEGIN END $$", "SELECT query_to_xml('select 1', true, false, '')", "SELECT clinic.patient_ssn(1)")) {
                    try {
                        ours.createStatement().execute(text);
                        throw new AssertionError("not refused: " + text);
                    } catch (PSQLException problem) {
                        expect(problem.getSQLState(), "42501", text);
                    }
                    expect(rows(ours, "SELECT 1"), List.of(List.of(1)), "after a refusal");
                }
            }
        }
    }

    static void copy() throws Exception {
        same("copy", session -> {
            var manager = session.unwrap(PGConnection.class).getCopyAPI();
            List<Object> seen = new ArrayList<>();
            StringWriter out = new StringWriter();
            seen.add(manager.copyOut("COPY (SELECT * FROM work.items WHERE id <= 200 ORDER BY id) TO STDOUT WITH (FORMAT csv, HEADER)", out));
            seen.add(out.toString());
            session.createStatement().execute("CREATE TEMPORARY TABLE into_it (id int, label text)");
            String lines = IntStream.range(0, 3000).mapToObj(n -> n + "\tline " + n + "\n").collect(Collectors.joining());
            seen.add(manager.copyIn("COPY into_it FROM STDIN", new StringReader(lines)));
            try {
                manager.copyIn("COPY into_it FROM STDIN", new StringReader("1\tx\nno number\ty\n"));
                throw new AssertionError("a bad line was taken");
            } catch (SQLException problem) {
                seen.add(problem.getSQLState());
            }
            var cancelled = manager.copyIn("COPY into_it FROM STDIN");
            cancelled.writeToCopy("9\tx\n".getBytes(StandardCharsets.UTF_8), 0, 4);
            cancelled.cancelCopy();
            seen.addAll(read(session, "SELECT count(*), sum(id) FROM into_it"));
            return seen;
        });
        try (Connection ours = connect(lane)) {
            StringWriter out = new StringWriter();
            expect(ours.unwrap(PGConnection.class).getCopyAPI().copyOut("COPY clinic.patients (ssn) TO STDOUT", out), 2000L, "masked lines");
            require(out.toString().lines().allMatch(line -> line.startsWith("***-**-")), "masked copy");
        }
    }

    static void notifications() throws Exception {
        try (Connection ours = connect(lane); Connection theirs = connect(direct)) {
            ours.createStatement().execute("LISTEN \"By Java\"");
            theirs.createStatement().execute("NOTIFY \"By Java\", 'from outside'");
            expectNotification(ours, "from outside");
            ours.createStatement().execute("NOTIFY \"By Java\", 'from inside'");
            expectNotification(ours, "from inside");
            theirs.createStatement().execute("LISTEN \"By Java\"");
            ours.createStatement().execute("SELECT pg_notify('By Java', 'outwards')");
            expectNotification(theirs, "outwards");
        }
    }

    static void expectNotification(Connection session, String payload) throws SQLException {
        PGNotification[] heard = session.unwrap(PGConnection.class).getNotifications(15_000);
        require(heard != null && heard.length == 1, "one notification");
        expect(heard[0].getName() + " " + heard[0].getParameter(), "By Java " + payload, "notification");
    }

    static void cancelAndTimeout() throws Exception {
        try (Connection ours = connect(lane); Connection neighbour = connect(lane)) {
            try (Statement statement = ours.createStatement()) {
                Thread canceller = new Thread(() -> {
                    try {
                        Thread.sleep(500);
                        statement.cancel();
                    } catch (Exception problem) {
                        problem.printStackTrace();
                    }
                });
                canceller.start();
                expectCancelled(() -> statement.execute("SELECT pg_sleep(20)"));
                canceller.join();
                statement.setQueryTimeout(1);
                expectCancelled(() -> statement.execute("SELECT pg_sleep(20)"));
                statement.setQueryTimeout(0);
                statement.execute("SET statement_timeout = 300");
                expectCancelled(() -> statement.execute("SELECT pg_sleep(20)"));
                expect(rows(ours, "SELECT 1"), List.of(List.of(1)), "after cancels");
            }
            expect(rows(neighbour, "SELECT 2"), List.of(List.of(2)), "a neighbour");
        }
    }

    static void expectCancelled(Work work) throws Exception {
        long began = System.nanoTime();
        try {
            work.run();
        } catch (SQLException problem) {
            expect(problem.getSQLState(), "57014", "a cancelled statement");
            require(System.nanoTime() - began < 10_000_000_000L, "cancelled late");
            return;
        }
        throw new AssertionError("not cancelled");
    }

    static void metadata() throws Exception {
        Map<String, Function<DatabaseMetaData, Object>> questions = new LinkedHashMap<>();
        for (String schema : List.of("work", "clinic")) {
            questions.put("tables of " + schema, quiet(of -> read(of.getTables(null, schema, "%", null))));
            questions.put("columns of " + schema, quiet(of -> read(of.getColumns(null, schema, "%", "%"))));
            questions.put("functions of " + schema, quiet(of -> read(of.getFunctions(null, schema, "%"))));
            questions.put("function columns of " + schema, quiet(of -> read(of.getFunctionColumns(null, schema, "%", "%"))));
            questions.put("procedures of " + schema, quiet(of -> read(of.getProcedures(null, schema, "%"))));
            questions.put("types of " + schema, quiet(of -> read(of.getUDTs(null, schema, "%", null))));
            questions.put("table privileges of " + schema, quiet(of -> read(of.getTablePrivileges(null, schema, "%"))));
        }
        for (String table : List.of("work.orders", "work.shops", "work.wide", "clinic.patients", "clinic.encounters", "clinic.Order")) {
            String schema = table.split("\\.")[0], name = table.split("\\.")[1];
            questions.put("keys of " + table, quiet(of -> read(of.getPrimaryKeys(null, schema, name))));
            questions.put("imported keys of " + table, quiet(of -> read(of.getImportedKeys(null, schema, name))));
            questions.put("exported keys of " + table, quiet(of -> read(of.getExportedKeys(null, schema, name))));
            questions.put("indexes of " + table, quiet(of -> read(of.getIndexInfo(null, schema, name, false, true))));
            questions.put("row identifier of " + table, quiet(of -> read(of.getBestRowIdentifier(null, schema, name, 2, true))));
            questions.put("versions of " + table, quiet(of -> read(of.getVersionColumns(null, schema, name))));
            questions.put("column privileges of " + table, quiet(of -> read(of.getColumnPrivileges(null, schema, name, "%"))));
        }
        questions.put("cross reference", quiet(of -> read(of.getCrossReference(null, "work", "shops", null, "work", "orders"))));
        questions.put("schemas", quiet(of -> read(of.getSchemas())));
        questions.put("catalogs", quiet(of -> read(of.getCatalogs())));
        questions.put("table types", quiet(of -> read(of.getTableTypes())));
        questions.put("type info", quiet(of -> read(of.getTypeInfo())));
        questions.put("client info", quiet(of -> read(of.getClientInfoProperties())));
        questions.put("what the server is", quiet(of -> List.of(of.getDatabaseProductVersion(), of.getMaxColumnsInIndex(), of.getMaxTableNameLength(),
            of.getSQLKeywords(), of.getUserName().length() > 0, of.getDefaultTransactionIsolation(), of.getStringFunctions())));
        try (Connection ours = connect(lane); Connection theirs = connect(direct)) {
            for (var question : questions.entrySet()) {
                same(question.getKey(), ours, theirs, session -> question.getValue().apply(session.getMetaData()));
            }
        }
        same("of an answer and of parameters", session -> {
            List<Object> seen = new ArrayList<>();
            try (PreparedStatement statement = session.prepareStatement("SELECT o.id AS number, o.total, s.name || ? FROM work.orders o JOIN work.shops s ON s.id = o.shop_id WHERE o.id = ?")) {
                ParameterMetaData parameters = statement.getParameterMetaData();
                for (int i = 1; i <= parameters.getParameterCount(); i++) seen.add(parameters.getParameterTypeName(i) + parameters.getParameterClassName(i));
                ResultSetMetaData columns = statement.getMetaData();
                for (int i = 1; i <= columns.getColumnCount(); i++) {
                    seen.add(String.join(" ", columns.getColumnName(i), columns.getTableName(i), columns.getSchemaName(i), "" + columns.isNullable(i), "" + columns.isAutoIncrement(i)));
                }
            }
            return seen;
        });
    }

    interface Asking { Object apply(DatabaseMetaData of) throws SQLException; }

    static Function<DatabaseMetaData, Object> quiet(Asking asking) {
        return of -> {
            try {
                return asking.apply(of);
            } catch (SQLException problem) {
                throw new AssertionError(problem);
            }
        };
    }

    static void sessionSettings() throws Exception {
        same("settings", session -> {
            List<Object> seen = new ArrayList<>(List.of(session.isValid(5), session.getSchema(), session.getCatalog(), session.getTransactionIsolation()));
            session.setSchema("work");
            seen.addAll(read(session, "SELECT count(*) FROM items"));
            session.setReadOnly(true);
            session.setAutoCommit(false);
            try {
                session.createStatement().execute("DELETE FROM items WHERE id = -1");
                throw new AssertionError("written in a read-only transaction");
            } catch (SQLException problem) {
                seen.add(problem.getSQLState());
            }
            session.rollback();
            session.setNetworkTimeout(Runnable::run, 20_000);
            session.setClientInfo("ApplicationName", "changed");
            seen.addAll(read(session, "SELECT current_setting('application_name'), current_setting('work_mem'), current_setting('lock_timeout')"));
            seen.add(session.unwrap(PGConnection.class).getParameterStatuses().get("server_version"));
            seen.add(session.unwrap(PGConnection.class).getParameterStatuses().get("application_name"));
            return seen;
        }, "ApplicationName", "by java", "options", "-c work_mem=5MB -c lock_timeout=7s", "assumeMinServerVersion", "9.0");
    }

    static void calls() throws Exception {
        same("calls", session -> {
            try (CallableStatement call = session.prepareCall("{ ? = call upper(?) }")) {
                call.registerOutParameter(1, Types.VARCHAR);
                call.setString(2, "quiet");
                call.execute();
                return call.getString(1) + read(session, "SELECT {fn concat('a', ?)}, {d '2024-02-29'}, {fn curdate()} - {fn curdate()}", "b");
            }
        });
    }

    static void mostParameters() throws Exception {
        String marks = String.join(",", Collections.nCopies(65_535, "?"));
        same("65,535 parameters", session -> {
            try (PreparedStatement statement = session.prepareStatement("SELECT count(*), sum(id) FROM work.items WHERE id IN (" + marks + ")")) {
                for (int i = 1; i <= 65_535; i++) statement.setInt(i, i + 500);
                return read(statement.executeQuery());
            }
        });
        same("1,600 columns", session -> {
            List<String> numbers = new ArrayList<>();
            for (List<Object> row : rows(session, "SELECT * FROM work.wide ORDER BY c1")) {
                expect(row.size(), 1600, "columns");
                numbers.add(IntStream.range(0, 1600).filter(i -> i != 799).mapToObj(i -> row.get(i).toString()).collect(Collectors.joining(",")));
            }
            expect(numbers.size(), 5, "rows");
            return numbers;
        }, "prepareThreshold", "-1");
        try (Connection ours = connect(lane)) {
            expect(rows(ours, "SELECT * FROM work.wide").get(0).get(799), "***", "the protected column of 1,600");
        }
    }
}
