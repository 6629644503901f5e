import ArgumentParser
import Sidecar

struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say what a policy makes of a statement or command: verdict, rule, PHI touched, text sent upstream.",
        discussion: """
            Names are resolved against a live database, read with the credential of the URL:
              chaperone check --bundle policy.bundle --trust-key policy.pub --group analysts \\
                --live postgresql://user:password@127.0.0.1:5432/app 'SELECT ssn FROM clinic.patients'

            Of a target with service: ssh, a command, of which what was read is said; nothing is asked for it:
              chaperone check --bundle policy.bundle --trust-key policy.pub --target ward-7 'systemctl status app'

            Without --live the catalog is empty: only statements that name no relation can be judged.

            Exit codes: 0 permitted, 1 refused, 2 could not be checked.
            """)

    @Option(help: "The compiled, signed policy.")
    var bundle: String
    @Option(help: "The verifier key that the bundle must be signed with.")
    var trustKey: String
    @Option(help: "The target; needed when the policy has more than one.")
    var target: String?
    @Option(help: ArgumentHelp("A group of the principal; may be repeated.", valueName: "name"))
    var group: [String] = []
    @Option(help: "postgresql://user:password@host:port/database whose catalog is read.")
    var live: String?
    @Flag(help: "One JSON object instead of words.")
    var json = false
    @Argument(help: ArgumentHelp("The statement or statements; of an SSH target the command.", valueName: "text"))
    var sql: String

    func run() async throws {
        ProcessHardening.apply()
        let question = PolicyQuestion(
            bundle: bundle, trustKey: trustKey, target: target, groups: group, live: live, sql: sql)
        let answer = await question.answer()
        print(json ? answer.json : answer.words)
        throw ExitCode(answer.exitCode)
    }
}
