/// A container as far as an injection looks at it.
struct Container: Sendable, Equatable {
    let json: JSONValue
    let name: String
    let image: String
    let restartPolicy: String?
    let runsAsUser: Int64?
    let runsAsNonRoot: Bool?
    let isPrivileged: Bool
    let mayEscalate: Bool
    let addedCapabilities: [String]
    /// Names of the volumes that it sees.
    let mountedVolumes: [String]
    /// Whether it is its image's own program, once, with nothing of its author's in it but arguments: no command, variable, hook,
    /// and no mount but where rights and locks of the system's are.
    let isPlainSetup: Bool
    let dropsAllCapabilities: Bool
    /// Of an ephemeral container: whose processes it sees.
    let targetContainer: String?

    init(_ json: JSONValue) throws(AdmissionReview.Malformed) {
        self.json = json
        name = try json.text("name") ?? ""
        image = try json.text("image") ?? ""
        restartPolicy = try json.text("restartPolicy")
        let security = json["securityContext"]
        runsAsUser = try security?.integer("runAsUser")
        runsAsNonRoot = try security?.optionalFlag("runAsNonRoot")
        isPrivileged = try security?.flag("privileged") ?? false
        mayEscalate = try security?.optionalFlag("allowPrivilegeEscalation") ?? true
        addedCapabilities = try security?["capabilities"]?.texts("add") ?? []
        dropsAllCapabilities = try security?["capabilities"]?.texts("drop") ?? [] == ["ALL"]
        var mounted: [String] = []
        var isPlain = restartPolicy == nil
        for mount in try json.list("volumeMounts") + json.list("volumeDevices") {
            if let volume = try mount.text("name") { mounted.append(volume) }
            let path = try mount.text("mountPath") ?? ""
            if path != "/run", !path.hasPrefix("/var/run/secrets/") { isPlain = false }
        }
        isPlainSetup = isPlain && !["command", "env", "envFrom", "lifecycle"].contains { json[$0] != nil }
        mountedVolumes = mounted
        targetContainer = try json.text("targetContainerName")
    }

    /// The image without its tag and digest.
    var repository: Substring { Self.repository(image) }

    static func repository(_ image: String) -> Substring {
        let name = image.prefix { $0 != "@" }
        guard let colon = name.lastIndex(of: ":"), !name[colon...].contains("/") else { return name }
        return name[..<colon]
    }
}
