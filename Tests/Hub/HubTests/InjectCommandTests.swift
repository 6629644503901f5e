import Foundation
import TestSupport
import Testing

/// `chaperone-hub inject --dry-run`, with what the repository ships for clusters.
@Suite struct InjectCommandTests {
    private static let policy =
        InjectorTests.policy(host: "ehr-db.clinic.svc.cluster.local") + "sidecars: { networks: [10.0.0.0/8] }\n"

    private static let configurations = ["base", "overlays/transparent", "overlays/cert-manager"].map {
        "k8s/\($0)/hub-configuration.yaml"
    }

    private static func run(
        _ pod: String, configuration: String, policy text: String = policy,
        hub: String = "https://chaperone-hub.chaperone-system.svc:8443", dryRun: Bool = true
    ) throws -> Command.Outcome {
        let folder = FileManager.default.temporaryDirectory.appending(path: "inject-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (policy, file) = (folder.appending(path: "policy.yaml"), folder.appending(path: "pod.yaml"))
        try Data(text.utf8).write(to: policy)
        try Data(pod.utf8).write(to: file)
        let root = Repository.root
        return try Command(
            "env",
            [
                "CHAPERONE_SIDECAR_IMAGE=registry.example.org/chaperone:1",
                "CHAPERONE_FENCE_IMAGE=registry.example.org/fence:1",
                "CHAPERONE_SIDECAR_HUB=\(hub)", Repository.hub.path(),
                "inject",
            ] + (dryRun ? ["--dry-run"] : []) + [
                "--config", root.appending(path: configuration).path(), "--policy", policy.path(), file.path(),
            ]
        ).run()
    }

    private static func example(_ name: String) throws -> String {
        try String(contentsOf: Repository.root.appending(path: "k8s/examples/\(name).yaml"), encoding: .utf8)
    }

    @Test(arguments: configurations, ["agent", "job"])
    func `the examples get the sidecar by each configuration that is shipped`(
        configuration: String, name: String
    ) throws {
        let outcome = try Self.run(Self.example(name), configuration: configuration)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.contains("kind: Pod") && outcome.output.contains("name: chaperone"))
        #expect(outcome.output.contains("ehr-db.clinic.svc.cluster.local") && outcome.output.contains("127.77."))
        #expect(outcome.output.contains("registry.example.org/fence:1") == configuration.contains("transparent"))
    }

    @Test func `a CronJob's pods are found as well, and what has none is said`() throws {
        let job = try Self.example("job")
        let spec = job[try #require(job.range(of: "spec:\n")).lowerBound...].split(
            separator: "\n", omittingEmptySubsequences: false)
        let inner = spec.map { "    " + $0 }.joined(separator: "\n")
        let cron = "apiVersion: batch/v1\nkind: CronJob\nmetadata: { name: nightly }\nspec:\n  jobTemplate:\n\(inner)"
        let made = try Self.run(cron, configuration: Self.configurations[0])
        #expect(made.status == 0 && made.output.contains("generateName: nightly-"), "\(made.errors)")
        let none = try Self.run(
            "apiVersion: v1\nkind: Service\nmetadata: { name: x }\n", configuration: Self.configurations[0])
        #expect(none.status == 2 && none.errors.contains("is a Service, which has no pod template"), "\(none.errors)")
    }

    @Test func `a pod that would be refused is, with the reason; without --dry-run nothing is done`() throws {
        let pod = """
            apiVersion: v1
            kind: Pod
            metadata: { name: x }
            spec: { hostNetwork: true, containers: [{ name: a, image: b }] }
            """
        let refused = try Self.run(pod, configuration: Self.configurations[0])
        #expect(refused.status == 1 && refused.errors.contains("hostNetwork"), "\(refused.errors)")
        #expect(try Self.run(pod, configuration: Self.configurations[0], dryRun: false).status == 64)
    }

    @Test func `what is wrong is said of the file that it is in, which is named once`() throws {
        let pod = try Self.example("agent")
        let fenced = Self.configurations[1]
        let bare = try Self.run(
            pod, configuration: fenced, policy: InjectorTests.policy(host: "ehr-db.clinic.svc.cluster.local"))
        #expect(bare.status == 2, "\(bare.story)")
        #expect(bare.errors.contains("policy.yaml: the policy names no sidecars.networks"), "\(bare.story)")
        #expect(!bare.errors.contains("hub-configuration.yaml"), "\(bare.story)")
        let unset = try Self.run(pod, configuration: fenced, hub: "")
        #expect(
            unset.status == 2 && unset.errors.contains("the variable CHAPERONE_SIDECAR_HUB is not set"),
            "\(unset.story)")
        #expect(unset.errors.components(separatedBy: "hub-configuration.yaml").count == 2, "\(unset.story)")
        let none = try Self.run(pod, configuration: "k8s/none.yaml")
        #expect(none.status == 2 && none.errors.contains("k8s/none.yaml: No such file"), "\(none.story)")
    }
}
