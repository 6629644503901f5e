/// What an injection puts into a pod. Every default of the API server is stated, so that a container that comes back is
/// the one that was sent.
struct SidecarTemplate: Sendable {
    static let name = "chaperone"
    static let user: Int64 = 65_532
    static let annotation = "chaperone.dev/injected"
    static let stateVolume = "chaperone-state"
    static let tokenVolume = "chaperone-token"
    private static let emptyVolume = "chaperone-empty"
    static let volumeNames = [stateVolume, tokenVolume, emptyVolume]

    static let stateFolder = "/var/lib/chaperone"
    static let tokenFolder = "/var/run/secrets/chaperone"
    private static let apiTokenFolder = "/var/run/secrets/kubernetes.io/serviceaccount"
    static let authoritiesVariable = "CHAPERONE_HUB_CA"
    static let upstreamAuthoritiesVariable = "CHAPERONE_UPSTREAM_CA"
    /// The kubelet renews it at four fifths of its time.
    private static let tokenSeconds: Int64 = 600
    /// The sidecar gives up by itself, and says why, before the kubelet does, which would not.
    private static let hubWaitSeconds: Int64 = 60
    private static let startupSeconds: Int64 = 90
    /// Whatever group the sidecar has: a kubelet gives the file to root where containers have several users. No other
    /// container mounts it.
    private static let tokenMode: Int64 = 0o444

    let settings: InjectionSettings

    static let containerNames = [FenceTemplate.name, name, FenceTemplate.checkName]
    /// Where something is mounted the API server puts no token of its own.
    static let emptyMount: JSONValue = [
        "name": .string(emptyVolume), "mountPath": .string(apiTokenFolder), "readOnly": true,
    ]

    /// In the order in which they start.
    var containers: [JSONValue] {
        guard let fence = settings.fence.map({ FenceTemplate(fence: $0, image: settings.image) }) else {
            return [container]
        }
        return [fence.container, container, fence.check]
    }

    private var listeners: [String] {
        settings.fence == nil ? [] : FenceTemplate.listeners.flatMap { ["--transparent", $0] }
    }

    static func isLanes(_ ip: String) -> Bool { ip.hasPrefix("127.77.") }

    var container: JSONValue {
        [
            "name": .string(Self.name),
            "image": .string(settings.image),
            "imagePullPolicy": "IfNotPresent",
            "args": .array(arguments.map { .string($0) }),
            // Not changeable in a pod that is there, as an annotation or a ConfigMap would be.
            "env": .array(variables),
            "restartPolicy": "Always",
            "startupProbe": Self.probe("startup", periodSeconds: 1, failures: Self.startupSeconds),
            "livenessProbe": Self.probe("live", periodSeconds: 10, failures: 3),
            "resources": [
                "requests": .object(settings.requests.mapValues { .string($0) }),
                "limits": .object(settings.limits.mapValues { .string($0) }),
            ],
            "securityContext": [
                "runAsUser": .integer(Self.user), "runAsGroup": .integer(Self.user), "runAsNonRoot": true,
                "readOnlyRootFilesystem": true, "allowPrivilegeEscalation": false, "privileged": false,
                "capabilities": ["drop": ["ALL"]], "seccompProfile": ["type": "RuntimeDefault"],
            ],
            // The last lines of its log are what `kubectl describe` shows of a sidecar that did not start.
            "terminationMessagePath": "/dev/termination-log",
            "terminationMessagePolicy": "FallbackToLogsOnError",
            "volumeMounts": [
                ["name": .string(Self.stateVolume), "mountPath": .string(Self.stateFolder)],
                ["name": .string(Self.tokenVolume), "mountPath": .string(Self.tokenFolder), "readOnly": true],
                Self.emptyMount,
            ],
        ]
    }

    private var variables: [JSONValue] {
        let all = [
            (Self.authoritiesVariable, settings.hubAuthorities),
            (Self.upstreamAuthoritiesVariable, settings.upstreamAuthorities),
        ]
        return all.filter { !$1.isEmpty }.map { ["name": .string($0), "value": .string($1)] }
    }

    private var upstreamAuthorities: [String] {
        settings.upstreamAuthorities.isEmpty ? [] : ["--upstream-ca", "env:\(Self.upstreamAuthoritiesVariable)"]
    }

    private var arguments: [String] {
        [
            "run", "--hub", settings.hub, "--hub-ca", "env:\(Self.authoritiesVariable)", "--oidc-token-file",
            "\(Self.tokenFolder)/token", "--hub-wait", "\(Self.hubWaitSeconds)", "--state", Self.stateFolder,
        ] + upstreamAuthorities + listeners
    }

    private static func probe(_ question: String, periodSeconds: Int64, failures: Int64) -> JSONValue {
        [
            "exec": ["command": ["/chaperone", "healthcheck", .string(question), "--state", .string(stateFolder)]],
            "periodSeconds": .integer(periodSeconds), "failureThreshold": .integer(failures), "timeoutSeconds": 5,
            "successThreshold": 1,
        ]
    }

    var volumes: [JSONValue] {
        [
            [
                "name": .string(Self.stateVolume),
                "emptyDir": ["sizeLimit": "\(settings.stateMebibytes)Mi"],
            ],
            [
                "name": .string(Self.tokenVolume),
                "projected": [
                    "defaultMode": .integer(Self.tokenMode),
                    "sources": [
                        [
                            "serviceAccountToken": [
                                "audience": .string(settings.audience),
                                "expirationSeconds": .integer(Self.tokenSeconds),
                                "path": "token",
                            ]
                        ]
                    ],
                ],
            ],
            ["name": .string(Self.emptyVolume), "emptyDir": ["sizeLimit": "1Mi"]],
        ]
    }

    func hostAliases(in namespace: String) -> [Pod.HostAlias] {
        settings.lanes.map { Pod.HostAlias(ip: $0.address, hostnames: $0.hostnames(in: namespace)) }
    }
}
