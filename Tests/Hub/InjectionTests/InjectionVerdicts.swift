import Foundation
import Injection
import Testing

/// What becomes of every pod that was recorded. The files under Tests/Fixtures/admission/verdicts are written anew with
/// CHAPERONE_RECORD=1, and then read by a person.
@Suite struct InjectionVerdicts {
    @Test(arguments: AdmissionFixtures.reviews)
    func `a recorded pod gets the verdict, and becomes the pod, that its file says`(name: String) throws {
        try Self.check(name, AdmissionFixtures.settings(), folder: "verdicts")
    }

    /// Those that strict rules take, and some that they do not.
    @Test(arguments: ["09-kubectl-run", "20-non-root-fsgroup", "22-restricted"])
    func `so it does where there is a fence`(name: String) throws {
        try Self.check(name, AdmissionFixtures.settings(fence: true), folder: "verdicts-fence")
    }

    private static func check(_ name: String, _ settings: InjectionSettings, folder: String) throws {
        let review = try AdmissionFixtures.review(name)
        let judgement = Injector(settings).judge(review)
        var said: [String: JSONValue] = ["verdict": .string(judgement.verdict.word)]
        if !judgement.warnings.isEmpty { said["warnings"] = .array(judgement.warnings.map { .string($0) }) }
        switch judgement.verdict {
        case .injected(let patch):
            said["pod"] = try patch.applied(to: try AdmissionFixtures.json(name)["request"]?["object"] ?? .null)
        case .refused(let refusal): said["refusal"] = .string(refusal.description)
        case .unchanged: break
        }
        let text = try pretty(.object(said))
        let file = AdmissionFixtures.folder.appending(path: "\(folder)/\(name).json")
        if ProcessInfo.processInfo.environment["CHAPERONE_RECORD"] == "1" {
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
        #expect(try String(contentsOf: file, encoding: .utf8) == text)
    }

    private static func pretty(_ value: JSONValue) throws -> String {
        let object = try JSONSerialization.jsonObject(with: Data(value.text.utf8))
        let data = try JSONSerialization.data(
            withJSONObject: object, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
        return String(decoding: data, as: UTF8.self) + "\n"
    }

    @Test(
        arguments: AdmissionFixtures.reviews,
        [
            AdmissionFixtures.settings(), AdmissionFixtures.settings(strict: true),
            AdmissionFixtures.settings(fence: true),
        ])
    func `twice equals once: a pod that was injected needs nothing more`(name: String, settings: InjectionSettings)
        throws
    {
        let injector = Injector(settings)
        guard case .injected(let patch) = injector.judge(try AdmissionFixtures.review(name)).verdict else { return }
        let second = injector.judge(try AdmissionFixtures.again(name, patch))
        #expect(second.verdict == .unchanged(.alreadyInjected))
    }

    @Test(arguments: AdmissionFixtures.reviews)
    func `nothing of the application is changed`(name: String) throws {
        let injector = Injector(AdmissionFixtures.settings())
        guard case .injected(let patch) = injector.judge(try AdmissionFixtures.review(name)).verdict else { return }
        for operation in patch.operations {
            switch operation {
            case .add(let path, _), .replace(let path, _), .remove(let path):
                let ours = ["/spec/initContainers", "/spec/volumes", "/spec/hostAliases", "/metadata/annotations"]
                #expect(ours.contains { path.hasPrefix($0) }, "\(path)")
            }
        }
    }

    @Test func `a webhook after ours that adds a container leads to no second sidecar`() throws {
        let injector = Injector(AdmissionFixtures.settings())
        for order in ["mesh-before", "mesh-after"] {
            let names = try FileManager.default.contentsOfDirectory(
                atPath: AdmissionFixtures.folder.appending(path: "reinvocation").path()
            ).filter { $0.hasPrefix(order) && $0.contains("injector") }.sorted()
            #expect(!names.isEmpty)
            for name in names {
                let call = try JSONValue.parse(try AdmissionFixtures.bytes("reinvocation/\(name)"))
                let sent: JSONValue = [
                    "apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": call["request"] ?? .null,
                ]
                let review = try AdmissionReview(parsing: sent.text.utf8)
                guard case .newPod = review.subject else { continue }
                let pod = sent["request"]?["object"] ?? .null
                guard case .injected(let patch) = injector.judge(review).verdict else {
                    Issue.record("\(name): not injected")
                    continue
                }
                let patched = try patch.applied(to: pod)
                guard case .array(let inits)? = patched["spec"]?["initContainers"] else {
                    Issue.record("\(name): no init container")
                    continue
                }
                #expect(inits.count { $0["name"] == "chaperone" } == 1)
            }
        }
    }
}
