/// A pod as far as an injection looks at it.
package struct Pod: Sendable, Equatable {
    package struct HostAlias: Sendable, Equatable {
        var ip: String
        var hostnames: [String]
    }

    package struct Volume: Sendable, Equatable {
        var name: String
        /// Of the service-account tokens in it.
        var tokenAudiences: [String]
        /// Whether it is of a kind that has nothing of the node's own.
        var isApart: Bool
        var json: JSONValue
    }

    /// As it came.
    package let json: JSONValue
    /// What it will begin with, where the API server gives it a name of its own.
    let name: String
    /// nil: the member is absent, and a patch has to make it.
    let annotations: [String: String]?
    let initContainers: [Container]?
    let volumes: [Volume]?
    let hostAliases: [HostAlias]?
    let containers: [Container]
    let ephemeralContainers: [Container]
    let isOnHostNetwork: Bool
    let sharesHostProcesses: Bool
    let sharesHostMemory: Bool
    let sharesProcesses: Bool
    let isWindows: Bool
    /// Whether it says whom to ask for names, or where to look for them.
    let asksOtherNameservers: Bool
    /// Nil: its name is its own.
    let hostnameOverride: String?
    let runsAsUser: Int64?
    let runsAsNonRoot: Bool
    package let serviceAccount: String

    package init(_ json: JSONValue) throws(AdmissionReview.Malformed) {
        self.json = json
        guard let spec = json["spec"], try json.text("kind") == "Pod" else {
            throw AdmissionReview.Malformed(description: "the object is no pod")
        }
        let metadata = json["metadata"]
        let ownName = try metadata?.text("name")
        let beginning = try metadata?.text("generateName")
        name = ownName ?? beginning ?? ""
        annotations = try metadata?.texts(by: "annotations")
        initContainers = try spec.optionalList("initContainers").map(Self.containers)
        containers = try Self.containers(spec.list("containers"))
        ephemeralContainers = try Self.containers(spec.list("ephemeralContainers"))
        volumes = try spec.optionalList("volumes")?.map(Self.volume)
        hostAliases = try spec.optionalList("hostAliases")?.map(Self.hostAlias)
        isOnHostNetwork = try spec.flag("hostNetwork")
        sharesHostProcesses = try spec.flag("hostPID")
        sharesHostMemory = try spec.flag("hostIPC")
        sharesProcesses = try spec.flag("shareProcessNamespace")
        let selected = try spec.texts(by: "nodeSelector")?["kubernetes.io/os"]
        let system = try spec["os"]?.text("name")
        isWindows = system == "windows" || selected == "windows"
        let resolver = spec["dnsConfig"]
        let nameservers = try resolver?.list("nameservers") ?? []
        let domains = try resolver?.list("searches") ?? []
        asksOtherNameservers = !nameservers.isEmpty || !domains.isEmpty
        hostnameOverride = try spec.text("hostnameOverride")
        let security = spec["securityContext"]
        runsAsUser = try security?.integer("runAsUser")
        runsAsNonRoot = try security?.flag("runAsNonRoot") ?? false
        serviceAccount = try spec.text("serviceAccountName") ?? "default"
    }

    /// All but ours.
    var others: [Container] {
        (initContainers ?? []).filter { !SidecarTemplate.containerNames.contains($0.name) } + containers
            + ephemeralContainers
    }

    var fences: [Container] {
        (initContainers ?? []).filter { [FenceTemplate.name, FenceTemplate.checkName].contains($0.name) }
    }

    var sidecars: [Container] { (initContainers ?? []).filter { $0.name == SidecarTemplate.name } }

    private static func containers(_ list: [JSONValue]) throws(AdmissionReview.Malformed) -> [Container] {
        try list.map { (json) throws(AdmissionReview.Malformed) in try Container(json) }
    }

    private static let volumesApart = [
        "configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "image", "persistentVolumeClaim", "projected",
        "secret",
    ]

    private static func volume(_ json: JSONValue) throws(AdmissionReview.Malformed) -> Volume {
        var audiences: [String] = []
        for source in try json["projected"]?.list("sources") ?? [] {
            if let audience = try source["serviceAccountToken"]?.text("audience") { audiences.append(audience) }
        }
        return Volume(
            name: try json.text("name") ?? "", tokenAudiences: audiences,
            isApart: volumesApart.contains { json[$0] != nil }, json: json)
    }

    private static func hostAlias(_ json: JSONValue) throws(AdmissionReview.Malformed) -> HostAlias {
        HostAlias(ip: try json.text("ip") ?? "", hostnames: try json.texts("hostnames"))
    }
}
