import Foundation
import TestSupport
import Testing

/// `chaperone check`, the tool that a policy's author lives in.
@Suite("chaperone check")
struct CheckCommand {
    private static func check(_ workshop: Workshop, _ more: [String]) throws -> Command.Outcome {
        try workshop.run(
            ["check", "--bundle", workshop.path("policy.bundle"), "--trust-key", workshop.path("policy.pub")] + more)
    }

    @Test("shows the rule, the PHI and the rewritten text against a live database")
    func live() throws {
        let server = try PrivateServer()
        let workshop = try Workshop()
        try workshop.seal([server.target()])
        let live = ["--group", "analysts", "--live", server.url]
        let permitted = try Self.check(workshop, live + ["SELECT ssn FROM patients"])
        #expect(permitted.status == 0, "\(permitted.story)")
        for part in ["permitted for role analyst", "rule reads", "public.patients.ssn", "sent upstream as"] {
            #expect(permitted.output.contains(part), "\(permitted.output)")
        }
        let refused = try Self.check(workshop, live + ["--json", "DROP TABLE patients"])
        #expect(refused.status == 1, "\(refused.story)")
        let object = try JSONSerialization.jsonObject(with: Data(refused.output.utf8)) as? [String: Any]
        #expect(object?["verdict"] as? String == "deny")
        #expect(object?["sqlstate"] as? String == "42501")
        let unknown = try Self.check(workshop, live + ["SELECT * FROM nowhere"])
        #expect(unknown.status == 1, "\(unknown.story)")
        try workshop.seal([server.target(column: "no_such_column")])
        let misfit = try Self.check(workshop, live + ["SELECT 1"])
        #expect(misfit.status == 2, "\(misfit.story)")
        #expect(misfit.output.contains("no_such_column"), "\(misfit.output)")
    }

    @Test("says what it lacks and exits 2 when it cannot check, without telling the password")
    func impossible() throws {
        let workshop = try Workshop()
        try workshop.seal([Workshop.target("one"), Workshop.target("two")])
        let several = try Self.check(workshop, ["--group", "analysts", "SELECT 1"])
        #expect(several.status == 2)
        #expect(several.output.contains("--target") && several.output.contains("one, two"), "\(several.output)")
        let one = ["--target", "one"]
        let nobody = try Self.check(workshop, one + ["--group", "strangers", "SELECT 1"])
        #expect(nobody.status == 2)
        #expect(nobody.output.contains("--group"), "\(nobody.output)")
        for url in ["postgresql://u:hush-hush@127.0.0.1:1/postgres", "hush-hush"] {
            let closed = try Self.check(workshop, one + ["--group", "analysts", "--live", url, "SELECT 1"])
            #expect(closed.status == 2, "\(closed.story)")
            #expect(!closed.story.contains("hush-hush"), "\(closed.story)")
        }
    }

    @Test("without a database judges what names no relation, and says that it lacks a catalog for the rest")
    func offline() throws {
        let workshop = try Workshop()
        try workshop.seal([Workshop.target()])
        let plain = try Self.check(workshop, ["--group", "analysts", "SELECT 1"])
        #expect(plain.status == 0, "\(plain.story)")
        let made = try Self.check(workshop, ["--group", "analysts", "SELECT x FROM (SELECT 1 AS x) AS made"])
        #expect(made.status == 0, "\(made.story)")
        let named = try Self.check(workshop, ["--group", "analysts", "SELECT ssn FROM patients"])
        #expect(named.status == 2, "\(named.story)")
        #expect(named.output.contains("--live"), "\(named.output)")
    }

    @Test("and its siblings explain themselves")
    func help() throws {
        let workshop = try Workshop()
        #expect(try workshop.run(["--version"]).output.hasPrefix("0."))
        for command in [
            ["run"], ["check"], ["audit", "show"], ["audit", "verify"], ["audit", "export"], ["replay"],
        ] {
            let outcome = try workshop.run(command + ["--help"])
            #expect(outcome.succeeded && outcome.output.contains("USAGE: chaperone"), "\(command)")
            #expect(outcome.output.contains("Exit code"), "\(command): \(outcome.output)")
        }
    }
}
