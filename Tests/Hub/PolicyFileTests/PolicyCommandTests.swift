import Foundation
import Policy
import PolicyBundle
import PolicyFile
import SignedNote
import TestSupport
import Testing

/// The program itself, run in a folder of its own.
@Suite final class PolicyCommandTests {
    private let folder: String

    init() throws {
        folder = NSTemporaryDirectory() + "chaperone-policy-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    private func run(_ arguments: String...) throws -> (status: Int32, output: String, errors: String) {
        let process = Process()
        process.executableURL = Repository.hub
        process.arguments = ["policy"] + arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        let output = Pipe()
        let errors = Pipe()
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        let outputText = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        let errorText = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, outputText, errorText)
    }

    private func write(_ text: String) throws {
        try text.write(toFile: folder + "/p.yaml", atomically: true, encoding: .utf8)
    }

    @Test("keygen makes a secret of mode 0600 and never overwrites it")
    func keygen() throws {
        #expect(try run("keygen", "--out", ".").status == 0)
        let mode = try FileManager.default.attributesOfItem(atPath: folder + "/policy.key")[.posixPermissions] as? Int
        #expect(mode == 0o600)
        let secret = try String(contentsOfFile: folder + "/policy.key", encoding: .utf8)
        #expect(try run("keygen", "--out", ".").status == 2)
        #expect(try String(contentsOfFile: folder + "/policy.key", encoding: .utf8) == secret)
    }

    @Test("check says what a sound policy says, and counts the errors of another")
    func check() throws {
        try write(PolicyText.sound)
        let sound = try run("check", "p.yaml")
        #expect(sound.status == 0)
        #expect(sound.output.contains("public.patients.ssn: last4"))
        try write(PolicyText.with(line: 9, "      public.patients.ssn: lost4"))
        let broken = try run("check", "p.yaml")
        #expect(broken.status == 1)
        #expect(
            broken.errors == """
                p.yaml:9:28: error: unknown mask "lost4" — did you mean "last4"?
                p.yaml: 1 error

                """)
        #expect(try run("check", "absent.yaml").status == 2)
    }

    @Test("compile writes a bundle that opens with the public key, overrides applied")
    func compile() throws {
        try write(PolicyText.sound)
        #expect(try run("keygen", "--out", ".").status == 0)
        let run = try run(
            "compile", "p.yaml", "--key", "policy.key", "--out", "p.bundle", "--number", "3", "--upstream",
            "ehr=127.0.0.1:6000", "--tls", "ehr=disable")
        #expect(run.status == 0, "\(run.errors)")
        let verifier = try VerifierKey(parsing: String(contentsOfFile: folder + "/policy.pub", encoding: .utf8))
        let note = Array(try Data(contentsOf: URL(fileURLWithPath: folder + "/p.bundle")))
        let bundle = try BundleFile.open(note: note, verifier: verifier)
        #expect(bundle.number == 3)
        #expect(bundle.targets.first?.upstream.port == 6000)
        #expect(bundle.targets.first?.postgres?.tls == .disable)
        #expect(try self.run("compile", "p.yaml", "--key", "policy.pub", "--out", "x").status == 2)
    }
}
