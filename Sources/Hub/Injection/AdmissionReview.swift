import SignedNote

/// What an API server asks of a webhook (admission.k8s.io/v1).
package struct AdmissionReview: Sendable, Equatable {
    /// An API server takes 3 MiB of a request; escaped, it can have grown before it comes here.
    package static let bytesLimit = 8 << 20
    /// Commas and brackets. A pod of that size holds long texts; what is nothing but members would take a hundred times its bytes.
    static let partsLimit = 200_000

    package enum Subject: Sendable, Equatable {
        /// A pod that is to be made.
        case newPod(Pod)
        /// A pod that is to have further ephemeral containers.
        case ephemeralContainers(Pod)
        /// Nothing that this webhook judges.
        case other
    }

    /// It has to stand in the answer.
    package var uid: String
    package var namespace: String
    /// A pod's name, or what it will begin with.
    package var name: String
    package var groups: [String]
    package var isDryRun: Bool
    package var subject: Subject

    package struct Malformed: Error, Sendable, Equatable, CustomStringConvertible {
        package var description: String
    }

    private static let apiVersion = "admission.k8s.io/v1"

    package init(parsing bytes: some Collection<UInt8>) throws(Malformed) {
        let parts = bytes.count { [UInt8(ascii: ","), UInt8(ascii: "{"), UInt8(ascii: "[")].contains($0) }
        guard parts <= Self.partsLimit else {
            throw Malformed(description: "the body has more than \(Self.partsLimit) parts; no pod has as many")
        }
        let json: JSONValue
        do { json = try JSONValue.parse(bytes) } catch { throw Malformed(description: "the body is not JSON") }
        guard try json.text("apiVersion") == Self.apiVersion, try json.text("kind") == "AdmissionReview",
            let request = json["request"], let uid = try request.text("uid")
        else { throw Malformed(description: "the body is no AdmissionReview of \(Self.apiVersion) with a request") }
        self.uid = uid
        namespace = try request.text("namespace") ?? ""
        groups = try request["userInfo"]?.texts("groups") ?? []
        isDryRun = try request.flag("dryRun")
        let group = try request["resource"]?.text("group") ?? ""
        let version = try request["resource"]?.text("version")
        let resource = try request["resource"]?.text("resource")
        let name = try request.text("name")
        guard group.isEmpty, version == "v1", resource == "pods", let object = request["object"] else {
            self.name = name ?? ""
            subject = .other
            return
        }
        let pod = try Pod(object)
        self.name = name ?? pod.name
        switch (try request.text("subResource"), try request.text("operation")) {
        case (nil, "CREATE"): subject = .newPod(pod)
        case ("ephemeralcontainers", "UPDATE"): subject = .ephemeralContainers(pod)
        default: subject = .other
        }
    }

    /// The answer. A denial without a code would be a 400; a line break loses a warning.
    package func answer(_ judgement: Judgement) -> JSONValue {
        var response: [String: JSONValue] = [
            "uid": .string(uid), "allowed": .bool(judgement.isAllowed),
            "auditAnnotations": ["verdict": .string(judgement.verdict.word)],
        ]
        switch judgement.verdict {
        case .injected(let patch):
            response["patchType"] = "JSONPatch"
            response["patch"] = .string(Base64.encode(Array(patch.json.text.utf8)))
        case .refused(let refusal):
            response["status"] = [
                "code": 403, "reason": "Forbidden", "message": .string("chaperone: \(refusal)"),
            ]
        case .unchanged: break
        }
        if !judgement.warnings.isEmpty {
            response["warnings"] = .array(judgement.warnings.map { .string("chaperone: \($0)") })
        }
        return [
            "apiVersion": .string(Self.apiVersion), "kind": "AdmissionReview", "response": .object(response),
        ]
    }

    /// The answer while nothing can be judged; who made the pod tries again.
    package func answerUnavailable(_ reason: String) -> JSONValue {
        [
            "apiVersion": .string(Self.apiVersion), "kind": "AdmissionReview",
            "response": [
                "uid": .string(uid), "allowed": false,
                "status": [
                    "code": 503, "reason": "ServiceUnavailable", "message": .string("chaperone: \(reason)"),
                ],
            ],
        ]
    }
}
