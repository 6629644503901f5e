import Policy
import SQLRewrite
import Testing

@Suite("What a trigger function sets is read where it does nothing but that") struct TriggerBodyTests {
    private static func columns(_ body: String) -> Set<String>? {
        RowTrigger(name: "t", events: .update, writes: .body(body)).written
    }

    @Test(
        "assignments, conditions and calls",
        arguments: [
            ("BEGIN NEW.updated_at := now(); RETURN NEW; END", ["updated_at"]),
            ("\n  begin\n  new.Updated_At = pg_catalog.now(); -- when; it was\n  return new;\nend;\n", ["updated_at"]),
            ("BEGIN RETURN NEW; END;", []), ("BEGIN PERFORM f(NEW.a, 'x;'); NULL; RETURN NULL; END", []),
            (
                "BEGIN IF TG_OP = 'INSERT' THEN NEW.made := now(); ELSIF (CASE WHEN NEW.a > 1 THEN true END) "
                    + "THEN NEW.b := 'it''s'; ELSE NEW.c := coalesce(NEW.c, f(1)); END IF; RETURN NEW; END",
                ["made", "b", "c"]
            ),
            ("BEGIN NEW.a := (SELECT max(x) FROM t WHERE t.y <> NEW.y); RETURN NEW; END", ["a"]),
        ] as [(String, Set<String>)])
    func known(_ body: String, _ columns: Set<String>) { #expect(Self.columns(body) == columns) }

    @Test(
        "of whatever else there is nothing is known",
        arguments: [
            "", "BEGIN", "BEGIN END END", "BEGIN NEW := f(NEW); RETURN NEW; END",
            "BEGIN SELECT 1 INTO NEW.a; RETURN NEW; END",
            "DECLARE n ALIAS FOR NEW; BEGIN RETURN NEW; END", "BEGIN RETURN f(NEW); END",
            "BEGIN IF NEW.a > 1 THEN RETURN OLD; END IF; RETURN NEW; END",
            "BEGIN NEW.a.b := 1; RETURN NEW; END",
            "BEGIN NEW.a[1] := 1; RETURN NEW; END", "BEGIN CALL p(NEW.a); RETURN NEW; END",
            "BEGIN FOR NEW IN SELECT 1 LOOP NULL; END LOOP; END",
            "BEGIN NEW.a := 1 INTO NEW.b; RETURN NEW; END", "BEGIN NEW.\"A\" := 1; RETURN NEW; END",
            "BEGIN NEW.a := $x$;$x$; RETURN NEW; END", "BEGIN NEW.a := E'\\''; NEW.b := '1'; RETURN NEW; END",
            "BEGIN NEW.a := 1 /* ; */; RETURN NEW; END", "BEGIN IF x THEN NEW.a := 1; RETURN NEW; END",
            "#option dump\nBEGIN RETURN NEW; END",
            "<<l>> BEGIN RETURN NEW; END", "BEGIN RETURN NEW; END; x", "BEGIN NEW.ä := 1; RETURN NEW; END",
            "BEGIN GET DIAGNOSTICS NEW.a = ROW_COUNT; RETURN NEW; END", "BEGIN EXECUTE 'x' INTO NEW.a; RETURN NEW; END",
        ])
    func unknown(_ body: String) { #expect(Self.columns(body) == nil) }
}
