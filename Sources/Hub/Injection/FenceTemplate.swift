/// The two containers of a fence: one before the sidecar, which makes it with the one right that this needs, and one after it,
/// which shows that it stands and that the sidecar listens, before anything of the application runs.
struct FenceTemplate: Sendable {
    static let name = "chaperone-fence"
    static let checkName = "chaperone-fence-check"
    static let listeners = ["127.0.0.1:15001", "[::1]:15001"]
    /// Anybody but the sidecar.
    private static let checkUser: Int64 = 65_533

    let fence: FenceSettings
    /// Of the sidecar: it has the same program.
    let image: String

    var container: JSONValue {
        Self.container(
            Self.name, fence.image, ["fence", "apply"] + fence.arguments, user: 0,
            capabilities: ["drop": ["ALL"], "add": ["NET_ADMIN"]])
    }

    var check: JSONValue {
        Self.container(
            Self.checkName, image, ["fence", "check"] + fence.arguments, user: Self.checkUser,
            capabilities: ["drop": ["ALL"]])
    }

    private static func container(
        _ name: String, _ image: String, _ arguments: [String], user: Int64, capabilities: JSONValue
    ) -> JSONValue {
        [
            "name": .string(name), "image": .string(image), "imagePullPolicy": "IfNotPresent",
            "args": .array(arguments.map { .string($0) }),
            "resources": [
                "requests": ["cpu": "10m", "memory": "16Mi"], "limits": ["cpu": "1", "memory": "64Mi"],
            ],
            "securityContext": [
                "runAsUser": .integer(user), "runAsGroup": .integer(user), "runAsNonRoot": .bool(user != 0),
                "readOnlyRootFilesystem": true, "allowPrivilegeEscalation": false, "privileged": false,
                "capabilities": capabilities, "seccompProfile": ["type": "RuntimeDefault"],
            ],
            "terminationMessagePath": "/dev/termination-log", "terminationMessagePolicy": "FallbackToLogsOnError",
            "volumeMounts": [SidecarTemplate.emptyMount],
        ]
    }
}
