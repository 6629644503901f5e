import Foundation
import Injection
import Testing

/// What comes from an API server, and what does not.
@Suite struct AdmissionReviews {
    @Test func `what is nothing but members is refused before it is read`() throws {
        let body = "[" + String(repeating: "{},", count: 200_000) + "{}]"
        #expect(throws: AdmissionReview.Malformed.self) { try AdmissionReview(parsing: body.utf8) }
        let said = #expect(throws: AdmissionReview.Malformed.self) { try AdmissionReview(parsing: body.utf8) }
        #expect(said?.description.contains("more than 200000 parts") == true)
    }

    @Test(arguments: AdmissionFixtures.raw)
    func `a review cut anywhere is malformed and never a verdict`(name: String) throws {
        let bytes = try AdmissionFixtures.bytes("reviews/\(name)")
        _ = try AdmissionReview(parsing: bytes)
        for end in stride(from: 0, to: bytes.count, by: 97) {
            #expect(throws: AdmissionReview.Malformed.self) { try AdmissionReview(parsing: bytes[..<end]) }
        }
    }

    @Test(
        arguments: [
            ("/apiVersion", "admission.k8s.io/v1beta1"), ("/kind", "Pod"), ("/request/uid", 7),
            ("/request/object/spec/hostNetwork", "true"), ("/request/object/spec/containers", "none"),
            ("/request/object/spec/containers/0/securityContext", ["runAsUser": "65532"]),
            ("/request/object/kind", "Job"), ("/request/object/spec/hostAliases", ["x": 1]),
        ] as [(String, JSONValue)])
    func `a member of another type than Kubernetes gives it makes a review malformed`(path: String, value: JSONValue)
        throws
    {
        #expect(throws: AdmissionReview.Malformed.self) {
            try AdmissionFixtures.review("09-kubectl-run") { $0.add(path, value) }
        }
    }

    @Test func `deep nesting is malformed and not a crash`() {
        let text = String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)
        #expect(throws: AdmissionReview.Malformed.self) { try AdmissionReview(parsing: text.utf8) }
    }

    @Test func `an answer repeats the uid, and a denial has a code, a reason and one line`() throws {
        let review = try AdmissionFixtures.review("16-host-network")
        let answer = review.answer(Injector(AdmissionFixtures.settings()).judge(review))
        #expect(answer["apiVersion"] == "admission.k8s.io/v1")
        #expect(answer["response"]?["uid"] == .string(review.uid))
        #expect(answer["response"]?["allowed"] == false)
        #expect(answer["response"]?["status"]?["code"] == 403)
        #expect(answer["response"]?["status"]?["reason"] == "Forbidden")
        guard case .string(let message)? = answer["response"]?["status"]?["message"] else {
            return #expect(Bool(false))
        }
        #expect(message.hasPrefix("chaperone: hostNetwork") && !message.contains("\n"))
        #expect(answer["response"]?["patch"] == nil)
    }

    @Test func `an answer's patch is base64 of a list, with its type`() throws {
        let review = try AdmissionFixtures.review("33-odd-text")
        let answer = review.answer(Injector(AdmissionFixtures.settings()).judge(review))
        #expect(answer["response"]?["patchType"] == "JSONPatch")
        guard case .string(let text)? = answer["response"]?["patch"], let data = Data(base64Encoded: text) else {
            return #expect(Bool(false))
        }
        #expect(try JSONSerialization.jsonObject(with: data) is [[String: Any]])
    }

    @Test func `names that are no names do not get into messages`() throws {
        let review = try AdmissionFixtures.review("09-kubectl-run") {
            $0.add("/request/object/spec/containers/0/name", "a\n\u{1b}[31mb\(String(repeating: "x", count: 1_000))")
            $0.add("/request/object/spec/containers/0/securityContext", ["runAsUser": 65_532])
        }
        guard case .refused(let refusal) = Injector(AdmissionFixtures.settings()).judge(review).verdict else {
            return #expect(Bool(false))
        }
        #expect(refusal.description.utf8.allSatisfy { (32..<127).contains($0) })
        #expect(refusal.description.utf8.count < 250)
    }

    @Test func `what is no pod that is made passes as it is`() throws {
        let other = try AdmissionFixtures.review("09-kubectl-run") { $0.replace("/request/operation", "UPDATE") }
        #expect(Injector(AdmissionFixtures.settings()).judge(other).verdict == .unchanged(.notJudged))
    }
}
