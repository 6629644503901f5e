import Foundation
import Glibc
import Policy
import TestSupport
import Testing

/// A wrong configuration is told whole, before any port is bound.
@Suite("A sidecar that is configured wrongly")
struct Configuration {
    @Test("tells every problem in one run, and exits 78")
    func everyProblem() throws {
        let workshop = try Workshop()
        let shifted = ProtectedColumn(
            relation: QualifiedName("public", "visits"), column: "day", mask: .shift(subject: "patient"))
        try workshop.seal([
            Workshop.target("absent", credential: "nobody"),
            Workshop.target("open", credential: "open"),
            Workshop.target("empty", credential: "empty"),
            Workshop.target("climbing", credential: "../policy.pub"),
            Workshop.target("wide", listen: .init(host: "0.0.0.0", port: 0)),
            Workshop.target("lookalike", listen: .init(host: "127.example.com", port: 0)),
            Workshop.target("first", listen: .init(host: "127.0.0.1", port: 6543)),
            Workshop.target("second", listen: .init(host: "127.0.0.1", port: 6543)),
            Workshop.target("keyless", phi: [shifted]),
        ])
        try workshop.write("credentials/agent", PrivateServer.credential)
        try workshop.write("credentials/open", PrivateServer.credential, mode: 0o640)
        try workshop.write("credentials/empty", "")
        let outcome = try workshop.run(
            workshop.arguments(
                ["--admin", "nowhere", "--grace=-1", "--threads", "0", "--tls-cert", workshop.path("none.pem")],
                group: "strangers"))
        #expect(outcome.status == 78)
        for part in [
            "--admin nowhere: must be a loopback address", "--grace must not be negative",
            "--threads 0: must be from 1 to 64",
            "none.pem: No such file or directory",
            "--tls-cert and --tls-key belong together", "\\\"nobody\\\" of target \\\"absent\\\"",
            "credentials/open: others may read or write it: chmod 600", "user on its first line",
            "\\\"../policy.pub\\\" is not a file name", "\\\"wide\\\": listens on 0.0.0.0, which is not loopback",
            "\\\"lookalike\\\": listens on 127.example.com, which is not loopback",
            "\\\"first\\\" and \\\"second\\\" both listen on 127.0.0.1:6543", "openssl rand -hex 32",
            "has no role on any target: check --group",
        ] {
            #expect(outcome.errors.contains(part), "not told: \(part)\n\(outcome.errors)")
        }
        #expect(!outcome.errors.contains(PrivateServer.password))
    }

    @Test("tells what a policy needs that nobody compiled, and authorities that are none")
    func written() throws {
        let workshop = try Workshop()
        try workshop.seal([Workshop.target()])
        try workshop.write("credentials/agent", PrivateServer.credential)
        try workshop.write("policy.yaml", "# of the ward\napiVersion: chaperone/v1\ntargets: {}\n")
        let path = workshop.path("policy.yaml")
        let outcome = try workshop.run(workshop.arguments(["--bundle", path, "--upstream-ca", path]))
        #expect(outcome.status == 78)
        for part in [
            "chaperone-hub policy compile \(path) --key policy.key --out policy.bundle",
            "--upstream-ca \(path): holds no certificate in PEM",
        ] { #expect(outcome.errors.contains(part), "not told: \(part)\n\(outcome.errors)") }
        let unset = try workshop.run(workshop.arguments(["--upstream-ca", "env:CHAPERONE_NONE"]))
        #expect(unset.errors.contains("env:CHAPERONE_NONE: the variable is not set"), "\(unset.errors)")
    }

    @Test("tells whose place a lane wants, and what to do")
    func taken() throws {
        let workshop = try Workshop()
        let other = try LoopbackSocket()
        try other.listen()
        try workshop.write("credentials/agent", PrivateServer.credential)
        try workshop.seal([Workshop.target(listen: .init(host: "127.0.0.1", port: other.port))])
        let outcome = try workshop.run(workshop.arguments())
        #expect(outcome.status == 78)
        #expect(
            outcome.errors.contains(
                "cannot listen on 127.0.0.1:\(other.port): Address already in use: end what listens there"),
            "\(outcome.errors)")
    }

    @Test("tells a state folder that cannot be used along with the rest")
    func state() throws {
        let workshop = try Workshop()
        try workshop.seal([Workshop.target(credential: "nobody")])
        try workshop.write("file", "")
        var arguments = workshop.arguments()
        arguments.append(contentsOf: ["--state", workshop.path("file/state")])
        let outcome = try workshop.run(arguments)
        #expect(outcome.status == 78)
        #expect(outcome.errors.contains("file/state"), "\(outcome.errors)")
        #expect(outcome.errors.contains("nobody"), "\(outcome.errors)")
    }

    @Test("tells a missing bundle and a trust key that is none in one run")
    func bundleAndKey() throws {
        let workshop = try Workshop()
        try workshop.write("policy.pub", "not a key\n")
        let outcome = try workshop.run(workshop.arguments())
        #expect(outcome.status == 78)
        #expect(outcome.errors.contains("not a verifier key"), "\(outcome.errors)")
        #expect(outcome.errors.contains("policy.bundle: No such file or directory"), "\(outcome.errors)")
    }

    @Test("does not trust a bundle that another key signed, nor one that was changed")
    func untrusted() throws {
        let workshop = try Workshop()
        let other = try Workshop()
        try workshop.write("credentials/agent", PrivateServer.credential)
        try other.seal([Workshop.target()])
        try workshop.write("policy.bundle", other.read("policy.bundle"))
        let foreign = try workshop.run(workshop.arguments())
        #expect(foreign.status == 78)
        #expect(foreign.errors.contains("the bundle is not trusted"), "\(foreign.errors)")
        try workshop.seal([Workshop.target()])
        let signed = try workshop.read("policy.bundle")
        try workshop.write("policy.bundle", signed.replacing("analysts", with: "everybody"))
        let changed = try workshop.run(workshop.arguments())
        #expect(changed.status == 78)
        #expect(changed.errors.contains("the bundle is not trusted"), "\(changed.errors)")
    }

    @Test("is told apart from wrong usage, which exits 64")
    func usage() throws {
        let workshop = try Workshop()
        #expect(try workshop.run(["run", "--bundle", "x"]).status == 64)
        #expect(try workshop.run(workshop.arguments(["--log-level", "loud"])).status == 64)
    }

    @Test("writes whole lines of JSON, whatever a path holds")
    func logLines() throws {
        let workshop = try Workshop()
        var arguments = workshop.arguments()
        arguments.append(contentsOf: ["--bundle", "/nowhere\n{\"forged\":1}\u{1B}[31m\u{9B}\u{7F}"])
        let json = try workshop.run(arguments)
        #expect(json.status == 78)
        for line in json.errors.split(separator: "\n") {
            let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            #expect(object?["forged"] == nil)
            #expect(object?["level"] as? String == "critical")
        }
        let words = try workshop.run(arguments + ["--log-format", "text"])
        #expect(words.status == 78)
        for errors in [json.errors, words.errors] {
            #expect(
                !errors.unicodeScalars.contains { ($0.value < 32 && $0 != "\n") || (127...159).contains($0.value) })
        }
        #expect(!words.errors.split(separator: "\n").contains { $0.hasPrefix("{") }, "\(words.errors)")
    }

    @Test("leaves an orderly log behind when a port is taken")
    func portTaken() throws {
        let server = try PrivateServer()
        let workshop = try Workshop()
        try workshop.write("credentials/agent", PrivateServer.credential)
        var target = server.target()
        target.listen.port = server.port
        try workshop.seal([target])
        let lane = try workshop.run(workshop.arguments())
        #expect(lane.status == 78)
        #expect(lane.errors.contains("cannot listen on 127.0.0.1:\(server.port)"), "\(lane.errors)")
        try workshop.seal([server.target()])
        let admin = try workshop.run(workshop.arguments(["--admin", "127.0.0.1:\(server.port)"]))
        #expect(admin.status == 78)
        #expect(admin.errors.contains("--admin 127.0.0.1:\(server.port)"), "\(admin.errors)")
        let log = try workshop.run(["audit", "show", workshop.path("state/audit")])
        #expect(!log.output.contains("gap"), "\(log.output)")
        let verified = try workshop.run(["audit", "verify", workshop.path("state/audit")])
        #expect(verified.succeeded, "\(verified.story)")
    }
}
