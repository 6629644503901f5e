/// Why a pod is not made, and what to change.
package enum PodRefusal: Error, Sendable, Equatable, CustomStringConvertible {
    case hostNetwork
    case hostProcesses
    case windows
    case nameTaken(container: String)
    case volumeTaken(volume: String)
    case volumeMounted(volume: String, container: String)
    case hubToken(volume: String, audience: String)
    case sidecarUser(container: String)
    case lanesAddress(ip: String)
    case hostAlias(hostname: String)
    case hubAlias(hostname: String)
    case hostnameOverride
    case debugsSidecar(container: String)
    case privilegedDebugger(container: String)
    // strict
    case sharedProcesses
    case hostMemory
    case privileged(container: String)
    case capabilities(container: String)
    case mayBeRoot(container: String)
    case nodeVolume(volume: String)
    case nameservers
    case ephemeralContainers
    /// Beside a fence.
    case mayEscalate(container: String)
    case unstatedUser(container: String)

    package static let sidecarUser = SidecarTemplate.user

    package var description: String {
        switch self {
        case .hostNetwork:
            "hostNetwork pods have the host's loopback, where no sidecar can stand; take hostNetwork out, or run the pod "
                + "in a namespace without agents"
        case .hostProcesses:
            "hostPID pods see every process of the node, sidecars too; take hostPID out"
        case .windows:
            "there is no sidecar for Windows; run the pod on Linux, or in a namespace without agents"
        case .nameTaken(let container):
            "container \(Self.quoted(container)) has a name of Chaperone's; give it another"
        case .volumeTaken(let volume):
            "volume \(Self.quoted(volume)) has a name of Chaperone's; give it another"
        case .volumeMounted(let volume, let container):
            "container \(Self.quoted(container)) mounts \(Self.quoted(volume)), which is for the sidecar alone; take the "
                + "mount out"
        case .hubToken(let volume, let audience):
            "volume \(Self.quoted(volume)) holds a token for \(Self.quoted(audience)), the hub; only the sidecar may have "
                + "one: ask for another audience"
        case .sidecarUser(let container):
            "container \(Self.quoted(container)) runs as uid \(Self.sidecarUser), the sidecar's own; state another "
                + "runAsUser"
        case .lanesAddress(let ip):
            "hostAliases name \(Self.quoted(ip)); 127.77.0.0/16 is for lanes: take the entry out"
        case .hostAlias(let hostname):
            "hostAliases lead \(Self.quoted(hostname)) past its lane; take the entry out"
        case .hubAlias(let hostname):
            "hostAliases say where \(Self.quoted(hostname)) is, the hub: the sidecar would give its token to whoever is there; "
                + "take the entry out"
        case .hostnameOverride:
            "hostnameOverride leads a name, which may be a database's, to the pod itself; take it out"
        case .debugsSidecar(let container):
            "ephemeral container \(Self.quoted(container)) would see the sidecar's processes; give it another target"
        case .privilegedDebugger(let container):
            "ephemeral container \(Self.quoted(container)) is privileged, and could read the sidecar's memory; use "
                + "another profile (kubectl debug --profile=restricted)"
        case .sharedProcesses:
            "shareProcessNamespace shows the sidecar's process to other containers; take it out"
        case .hostMemory: "hostIPC shares memory with the node; take it out"
        case .privileged(let container):
            "container \(Self.quoted(container)) is privileged, and could read the sidecar's memory; take privileged out"
        case .capabilities(let container):
            "container \(Self.quoted(container)) adds capabilities; take securityContext.capabilities.add out"
        case .mayBeRoot(let container):
            "container \(Self.quoted(container)) may run as root; state runAsNonRoot: true, or a runAsUser that is not 0"
        case .nodeVolume(let volume):
            "volume \(Self.quoted(volume)) is of the node's own files, where sockets of daemons and the sidecar's token are; take it "
                + "out, or take an emptyDir, a configMap, a secret or a persistentVolumeClaim"
        case .nameservers:
            "dnsConfig names a nameserver or a search domain, and the sidecar would ask there where databases are; take "
                + "nameservers and searches out of it"
        case .unstatedUser(let container):
            "container \(Self.quoted(container)) does not state its user, and its image's own may be \(Self.sidecarUser), the "
                + "sidecar's, whom the fence lets pass; state a runAsUser that is neither 0 nor that"
        case .mayEscalate(let container):
            "container \(Self.quoted(container)) may run programs with rights of another user, and so become one that the fence "
                + "lets pass; state allowPrivilegeEscalation: false"
        case .ephemeralContainers:
            "ephemeral containers are not taken in this namespace; debug a copy of the pod (kubectl debug --copy-to)"
        }
    }

    /// For counters: no name of anybody.
    package var word: String {
        switch self {
        case .hostNetwork: "host-network"
        case .hostProcesses: "host-pid"
        case .windows: "windows"
        case .nameTaken: "name-taken"
        case .volumeTaken: "volume-taken"
        case .volumeMounted: "volume-mounted"
        case .hubToken: "hub-token"
        case .sidecarUser: "sidecar-uid"
        case .lanesAddress: "lanes-address"
        case .hostAlias: "host-alias"
        case .hubAlias: "hub-alias"
        case .hostnameOverride: "hostname-override"
        case .debugsSidecar: "debugs-sidecar"
        case .privilegedDebugger: "privileged-debugger"
        case .sharedProcesses: "shared-processes"
        case .hostMemory: "host-ipc"
        case .privileged: "privileged"
        case .capabilities: "capabilities"
        case .mayBeRoot: "may-be-root"
        case .nodeVolume: "node-volume"
        case .nameservers: "nameservers"
        case .ephemeralContainers: "ephemeral-containers"
        case .unstatedUser: "unstated-user"
        case .mayEscalate: "may-escalate"
        }
    }

    private static let quotedCharactersLimit = 63

    /// Names are checked by the API server only later: here they may still be anything.
    private static func quoted(_ name: String) -> String {
        let plain = name.unicodeScalars.prefix(quotedCharactersLimit).map { $0.isASCII && $0.value > 32 ? $0 : "?" }
        return "\"\(String(String.UnicodeScalarView(plain)))\""
    }
}
