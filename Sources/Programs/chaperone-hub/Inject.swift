import ArgumentParser
import Hub
import Injection
import Policy
import PolicyFile
import SmallFiles

struct Inject: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inject", abstract: "Print what the injector would make of a pod.",
        discussion: """
            The pod, or what has a pod template (Deployment, StatefulSet, DaemonSet, ReplicaSet, Job, CronJob), YAML; \
            of several documents the first that is such. Nothing is asked and nothing is changed: the hub does the same with the \
            same policy and configuration when the API server asks it.

            EXIT CODES: 0 it would be made, with the sidecar or as it is; 1 it would be refused, or the policy has \
            errors; 2 it could not run; 64 the command line is wrong.
            """)

    @Flag(help: "Required: only the API server's own requests change anything.")
    var dryRun = false

    @Option(help: ArgumentHelp("The hub's configuration; its \"injector\" counts.", valueName: "file"))
    var config: String

    @Option(help: ArgumentHelp("The policy, YAML.", valueName: "file"))
    var policy: String

    @Option(help: "Where the pod would be made, unless it says so itself.")
    var namespace = "default"

    @Option(help: ArgumentHelp("The hub's authority, PEM (default: a text that stands for it).", valueName: "file"))
    var hubCa: String?

    @Argument(help: ArgumentHelp("The pod, YAML.", valueName: "file"))
    var pod: String

    func validate() throws {
        guard dryRun else { throw ValidationError("give --dry-run: only the API server can have a pod changed") }
    }

    func run() throws {
        let bundle = try Terminal.compile(policy, overrides: PolicyOverrides(), number: 0)
        let injector = try injector()
        let judgement: Judgement
        let object: JSONValue
        (judgement, object) = try Terminal.reportingFailures {
            let authorities = try hubCa.map { try SmallFile.text($0, bytesLimit: SmallFile.documentBytesLimit) }
            var settings = try injector.settings(authorities: authorities ?? "(the hub's authority, PEM)\n")
            settings.apply(bundle)
            if let obstacle = settings.obstacle { throw SmallFile.Failure(path: policy, reason: obstacle) }
            let object = try PodFile.read(try SmallFile.text(pod, bytesLimit: SmallFile.documentBytesLimit), file: pod)
            let review = try PodFile.review(of: object, namespace: namespace)
            return (Injector(settings).judge(review), object)
        }
        for warning in judgement.warnings { Terminal.error("\(pod): warning: \(warning)") }
        switch judgement.verdict {
        case .refused(let refusal):
            Terminal.error("\(pod): refused: \(refusal)")
            throw ExitStatus.refused
        case .unchanged(let reason):
            Terminal.error("\(pod): as it is (\(reason.rawValue))")
            print(try PodFile.text(object), terminator: "")
        case .injected(let patch):
            let patched = try Terminal.reportingFailures { try patch.applied(to: object) }
            print(try PodFile.text(patched), terminator: "")
        }
    }

    private func injector() throws -> InjectorConfiguration {
        var configuration = HubConfiguration(state: "")
        let text = try Terminal.reportingFailures {
            try SmallFile.text(config, bytesLimit: SmallFile.documentBytesLimit)
        }
        do { try HubConfigurationReader.read(text, file: config, into: &configuration) } catch {
            // Each names the file.
            for diagnostic in error.diagnostics { Terminal.error(diagnostic.description) }
            throw ExitStatus.couldNotRun
        }
        guard let injector = configuration.injector else {
            Terminal.error("\(config): has no \"injector\"")
            throw ExitStatus.couldNotRun
        }
        return injector
    }
}
