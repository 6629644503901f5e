import Injection
import Testing

/// What is refused, why, and what is not.
@Suite struct InjectionRules {
    private static let pod = "09-kubectl-run"
    private static let spec = "/request/object/spec"

    private func verdict(
        _ name: String = pod, strict: Bool = false, _ change: (inout JSONPatch) -> Void = { _ in }
    ) throws -> Judgement.Verdict {
        Injector(AdmissionFixtures.settings(strict: strict)).judge(try AdmissionFixtures.review(name, change)).verdict
    }

    private func isInjected(_ verdict: Judgement.Verdict) -> Bool {
        if case .injected = verdict { return true }
        return false
    }

    // MARK: places without a loopback of their own

    @Test func `hostNetwork, hostPID and Windows are refused, whatever else they say`() throws {
        #expect(try verdict("16-host-network") == .refused(.hostNetwork))
        #expect(try verdict("08-daemonset-hostnetwork") == .refused(.hostNetwork))
        #expect(try verdict("17-host-pid-privileged") == .refused(.hostProcesses))
        #expect(try verdict("40-debug-node") == .refused(.hostNetwork))
        #expect(try verdict("28-windows") == .refused(.windows))
        let selected = try verdict { $0.add("\(Self.spec)/nodeSelector", ["kubernetes.io/os": "windows"]) }
        #expect(selected == .refused(.windows))
    }

    @Test func `a mirror pod passes when a node makes it, and not for its annotation alone`() throws {
        #expect(try verdict("35-mirror-pod") == .unchanged(.mirrorPod))
        let forged = try verdict("35-mirror-pod") { $0.replace("/request/userInfo/groups", ["system:authenticated"]) }
        #expect(forged == .refused(.hostNetwork))
    }

    @Test func `a pod cannot take itself out`() throws { #expect(isInjected(try verdict("34-opted-out"))) }

    @Test func `nothing is put into the hub's own namespace`() throws {
        #expect(try verdict { $0.replace("/request/namespace", "chaperone-system") } == .unchanged(.ownNamespace))
    }

    // MARK: what is the sidecar's

    @Test func `names of ours that are taken are refused`() throws {
        #expect(try verdict("19-names-taken") == .refused(.nameTaken(container: "chaperone")))
        let other: JSONValue = [
            "name": "chaperone", "image": "registry.example.org/other:1", "restartPolicy": "Always",
        ]
        #expect(
            try verdict { $0.add("\(Self.spec)/initContainers", [other]) }
                == .refused(.nameTaken(container: "chaperone")))
        let lookalike: JSONValue = [
            "name": "chaperone", "image": "registry.example.org/chaperone/chaperone-evil:1", "restartPolicy": "Always",
        ]
        #expect(
            try verdict { $0.add("\(Self.spec)/initContainers", [lookalike]) }
                == .refused(.nameTaken(container: "chaperone")))
        #expect(
            try verdict { $0.add("\(Self.spec)/volumes/-", ["name": "chaperone-token", "emptyDir": [:]]) }
                == .refused(.volumeTaken(volume: "chaperone-token")))
    }

    @Test func `two sidecars are refused`() throws {
        let sidecar: JSONValue = [
            "name": "chaperone", "image": "registry.example.org/chaperone/chaperone:0.2.0", "restartPolicy": "Always",
        ]
        #expect(
            try verdict { $0.add("\(Self.spec)/initContainers", [sidecar, sidecar]) }
                == .refused(.nameTaken(container: "chaperone")))
    }

    @Test func `a token for the hub stands in the sidecar's volume and nowhere else`() throws {
        #expect(try verdict("24-projected-tokens") == .refused(.hubToken(volume: "all", audience: "chaperone-hub")))
        let mount: JSONValue = ["name": "chaperone-token", "mountPath": "/t"]
        let mounted = try verdict { $0.replace("\(Self.spec)/containers/0/volumeMounts", [mount]) }
        guard case .refused(.volumeMounted(volume: "chaperone-token", _)) = mounted else {
            return #expect(Bool(false), "\(mounted)")
        }
    }

    @Test func `the sidecar's uid is nobody else's, of the pod or of a container`() throws {
        #expect(try verdict("21-uid-65532") == .refused(.sidecarUser(container: "app")))
        let whole = try verdict { $0.add("\(Self.spec)/securityContext", ["runAsUser": 65_532]) }
        guard case .refused(.sidecarUser) = whole else { return #expect(Bool(false), "\(whole)") }
        // A container's own goes before the pod's.
        let own = try verdict {
            $0.add("\(Self.spec)/securityContext", ["runAsUser": 65_532])
            $0.add("\(Self.spec)/containers/0/securityContext", ["runAsUser": 1_000])
        }
        #expect(isInjected(own))
    }

    @Test func `hostAliases cannot lead past a lane`() throws {
        let around: JSONValue = ["ip": "10.1.2.3", "hostnames": ["EHR-db.example.internal"]]
        #expect(
            try verdict { $0.add("\(Self.spec)/hostAliases", [around]) }
                == .refused(.hostAlias(hostname: "ehr-db.example.internal")))
        let short: JSONValue = ["ip": "10.1.2.3", "hostnames": ["billing-db"]]
        #expect(
            try verdict { $0.add("\(Self.spec)/hostAliases", [short]) } == .refused(.hostAlias(hostname: "billing-db")))
        let lanes: JSONValue = ["ip": "127.77.0.9", "hostnames": ["mine.example.internal"]]
        #expect(
            try verdict { $0.add("\(Self.spec)/hostAliases", [lanes]) } == .refused(.lanesAddress(ip: "127.77.0.9")))
        // Also not by the address that lanes once had.
        #expect(try verdict("18-host-aliases") == .refused(.hostAlias(hostname: "ehr-db.example.internal")))
        #expect(isInjected(try verdict("18-host-aliases") { $0.remove("\(Self.spec)/hostAliases/1") }))
    }

    @Test func `a hosts entry cannot say where the hub is, whatever stands behind its name`() throws {
        let entry: JSONValue = ["ip": "10.1.2.3", "hostnames": ["chaperone-hub.chaperone-system.svc"]]
        for hub in ["https://chaperone-hub.chaperone-system.svc:8443", "https://chaperone-hub.chaperone-system.svc"] {
            var settings = AdmissionFixtures.settings()
            settings.hub = hub
            let review = try AdmissionFixtures.review(Self.pod) { $0.add("\(Self.spec)/hostAliases", [entry]) }
            #expect(
                Injector(settings).judge(review).verdict
                    == .refused(.hubAlias(hostname: "chaperone-hub.chaperone-system.svc")))
        }
    }

    @Test func `hostnameOverride would lead a name to the pod itself`() throws {
        #expect(
            try verdict { $0.add("\(Self.spec)/hostnameOverride", "ehr-db.example.internal") }
                == .refused(.hostnameOverride))
    }

    // MARK: strict

    @Test func `strict takes neither the node's files nor another resolver, and the rest with a warning`() throws {
        let changes: [(PodRefusal, (inout JSONPatch) -> Void)] = [
            (
                .nodeVolume(volume: "node"),
                { $0.add("\(Self.spec)/volumes/-", ["name": "node", "hostPath": ["path": "/"]]) }
            ),
            (.nameservers, { $0.add("\(Self.spec)/dnsConfig", ["nameservers": ["10.9.9.9"]]) }),
            (.nameservers, { $0.add("\(Self.spec)/dnsConfig", ["searches": ["evil.example"]]) }),
        ]
        for (refusal, change) in changes {
            #expect(try verdict("22-restricted", strict: true, change) == .refused(refusal))
            let taken = Injector(AdmissionFixtures.settings()).judge(
                try AdmissionFixtures.review("22-restricted", change))
            #expect(isInjected(taken.verdict))
            #expect(taken.warnings == ["taken, though \(refusal)"])
        }
        #expect(
            isInjected(
                try verdict("22-restricted", strict: true) {
                    $0.add("\(Self.spec)/dnsConfig", ["options": [["name": "ndots", "value": "1"]]])
                }))
    }

    @Test func `a mesh's image is no rank: it may set up its redirections, and nothing else`() throws {
        let setup = "\(Self.spec)/initContainers/0"
        let app = "\(Self.spec)/containers/0"
        func judged(_ change: (inout JSONPatch) -> Void) throws -> Judgement.Verdict {
            try verdict("14-istio-like", strict: true) { patch in
                patch.add("\(app)/securityContext", ["runAsUser": 1_000, "allowPrivilegeEscalation": false])
                change(&patch)
            }
        }
        #expect(isInjected(try judged { _ in }))
        let changes: [(inout JSONPatch) -> Void] = [
            { $0.add("\(setup)/command", ["/bin/sh", "-c", "sleep infinity"]) },
            { $0.add("\(setup)/env", [["name": "LD_PRELOAD", "value": "/x.so"]]) },
            { $0.add("\(setup)/restartPolicy", "Always") }, { $0.add("\(setup)/securityContext/privileged", true) },
            { $0.add("\(setup)/securityContext/capabilities", ["drop": ["ALL"], "add": ["NET_ADMIN", "SETUID"]]) },
            { $0.add("\(setup)/securityContext/capabilities", ["add": ["NET_ADMIN"]]) },
            { $0.add("\(setup)/volumeMounts", [["name": "x", "mountPath": "/usr/local/bin"]]) },
            {
                $0.replace("\(app)/image", "registry.example.org/mesh/proxyv2:1.29.0")
                $0.add("\(app)/securityContext", ["privileged": true])
            },
        ]
        for (index, change) in changes.enumerated() {
            guard case .refused = try judged(change) else {
                #expect(Bool(false), "\(index)")
                continue
            }
        }
    }

    @Test func `strict refuses what could reach into the sidecar, and the rest takes it with a warning`() throws {
        let root = try verdict(strict: true)
        guard case .refused(.mayBeRoot) = root else { return #expect(Bool(false), "\(root)") }
        #expect(isInjected(try verdict("22-restricted", strict: true)))
        #expect(try verdict("25-share-process-namespace", strict: true) == .refused(.sharedProcesses))
        #expect(isInjected(try verdict("25-share-process-namespace")))
        let warnings = Injector(AdmissionFixtures.settings()).judge(
            try AdmissionFixtures.review("25-share-process-namespace")
        ).warnings
        #expect(warnings.count == 1)
        #expect(warnings.allSatisfy { !$0.contains("\n") })
        let privileged = try verdict("22-restricted", strict: true) {
            $0.add("\(Self.spec)/containers/0/securityContext/privileged", true)
        }
        guard case .refused(.privileged) = privileged else { return #expect(Bool(false), "\(privileged)") }
        let capable = try verdict("22-restricted", strict: true) {
            $0.add("\(Self.spec)/containers/0/securityContext/capabilities", ["add": ["NET_RAW"]])
        }
        guard case .refused(.capabilities) = capable else { return #expect(Bool(false), "\(capable)") }
        #expect(try verdict("36-debug-ephemeral", strict: true) == .refused(.ephemeralContainers))
    }

    @Test func `a debugger may not see the sidecar's processes, token or memory`() throws {
        #expect(try verdict("36-debug-ephemeral") == .unchanged(.ephemeralContainer))
        #expect(try verdict("37-debug-sysadmin-second") == .refused(.debugsSidecar(container: "root")))
        #expect(
            try verdict("38-debug-custom-steals-token")
                == .refused(.volumeMounted(volume: "chaperone-token", container: "thief")))
    }

    // MARK: a sidecar that is there

    @Test(
        arguments: [
            ("/args", ["run", "--hub", "https://evil.example"]), ("/command", ["/bin/sh"]),
            ("/env", [["name": "A", "value": "B"]]), ("/image", "registry.example.org/chaperone/chaperone:0.0.1"),
            ("/lifecycle", ["postStart": ["exec": ["command": ["/x"]]]]), ("/securityContext", ["runAsUser": 0]),
        ] as [(String, JSONValue)])
    func `a sidecar that was altered is put right`(path: String, value: JSONValue) throws {
        let name = Self.pod
        let injector = Injector(AdmissionFixtures.settings())
        guard case .injected(let patch) = injector.judge(try AdmissionFixtures.review(name)).verdict else {
            return #expect(Bool(false))
        }
        let altered = JSONPatch(patch.operations + [.add(path: "/spec/initContainers/0\(path)", value)])
        guard case .injected(let mending) = injector.judge(try AdmissionFixtures.again(name, altered)).verdict else {
            return #expect(Bool(false), "the altered sidecar passed")
        }
        let pod = try AdmissionFixtures.json(name)["request"]?["object"] ?? .null
        #expect(try mending.applied(to: altered.applied(to: pod)) == patch.applied(to: pod))
    }

    @Test func `the sidecar stands first, after a mesh's images and not after its names`() throws {
        func names(_ verdict: Judgement.Verdict, _ review: String, _ change: (inout JSONPatch) -> Void = { _ in })
            throws
            -> [JSONValue?]
        {
            guard case .injected(let patch) = verdict else { return [] }
            var changes = JSONPatch()
            change(&changes)
            let pod = try changes.applied(to: try AdmissionFixtures.json(review))["request"]?["object"] ?? .null
            guard case .array(let inits)? = try patch.applied(to: pod)["spec"]?["initContainers"] else { return [] }
            return inits.map { $0["name"] }
        }
        #expect(
            try names(try verdict("14-istio-like"), "14-istio-like") == ["istio-init", "istio-proxy", "chaperone"])
        #expect(
            try names(try verdict("12-init-containers"), "12-init-containers")
                == ["chaperone", "wait-for-db", "migrate"])
        let forged = { (patch: inout JSONPatch) in
            patch.replace("\(Self.spec)/initContainers/0/image", "registry.example.org/mine/proxyv2:1")
        }
        #expect(
            try names(try verdict("14-istio-like", forged), "14-istio-like", forged)
                == ["chaperone", "istio-init", "istio-proxy"])
    }

    // MARK: what the sidecar is

    @Test func `the sidecar's token is readable for its uid, whatever users the pod has`() throws {
        guard case .injected(let patch) = try verdict() else { return #expect(Bool(false)) }
        let pod = try patch.applied(to: try AdmissionFixtures.json(Self.pod)["request"]?["object"] ?? .null)
        guard case .array(let volumes)? = pod["spec"]?["volumes"],
            let token = volumes.first(where: { $0["name"] == "chaperone-token" })
        else { return #expect(Bool(false)) }
        #expect(token["projected"]?["defaultMode"] == 0o444)
    }

    // MARK: the fence

    private func fenced(_ name: String, _ change: (inout JSONPatch) -> Void = { _ in }) throws -> Judgement.Verdict {
        Injector(AdmissionFixtures.settings(fence: true)).judge(try AdmissionFixtures.review(name, change)).verdict
    }

    @Test func `beside a fence nobody may become its sidecar's user`() throws {
        #expect(isInjected(try fenced("22-restricted")))
        let escalating = try fenced("22-restricted") {
            $0.add("\(Self.spec)/containers/0/securityContext/allowPrivilegeEscalation", true)
        }
        guard case .refused(.mayEscalate) = escalating else { return #expect(Bool(false), "\(escalating)") }
        guard case .refused(.mayBeRoot) = try fenced(Self.pod) else { return #expect(Bool(false)) }
    }

    @Test func `beside a fence a user is stated: an image's own may be the sidecar's`() throws {
        let unstated = try fenced("22-restricted") {
            $0.replace("\(Self.spec)/securityContext", ["runAsNonRoot": true])
            $0.add(
                "\(Self.spec)/containers/0/securityContext", ["runAsNonRoot": true, "allowPrivilegeEscalation": false])
        }
        guard case .refused(.unstatedUser) = unstated else { return #expect(Bool(false), "\(unstated)") }
    }

    @Test func `authorities of databases are the sidecar's variable, and without them there is none`() throws {
        var settings = AdmissionFixtures.settings()
        settings.upstreamAuthorities = "-----BEGIN CERTIFICATE-----\nthe databases' authority\n"
        guard case .injected(let patch) = Injector(settings).judge(try AdmissionFixtures.review(Self.pod)).verdict
        else {
            return #expect(Bool(false))
        }
        let text = patch.json.text
        #expect(text.contains("\"--upstream-ca\",\"env:CHAPERONE_UPSTREAM_CA\""))
        #expect(text.contains("{\"name\":\"CHAPERONE_UPSTREAM_CA\",\"value\":\"-----BEGIN"))
        guard case .injected(let plain) = try verdict() else { return #expect(Bool(false)) }
        #expect(!plain.json.text.contains("UPSTREAM"))
    }

    @Test func `a fence of somebody else's is refused, and one that was altered or moved is put right`() throws {
        let alien: JSONValue = ["name": "chaperone-fence", "image": "registry.example.org/mine/fence:1"]
        #expect(
            try fenced("22-restricted") { $0.add("\(Self.spec)/initContainers", [alien]) }
                == .refused(.nameTaken(container: "chaperone-fence")))
        #expect(
            try verdict { $0.add("\(Self.spec)/initContainers", [alien]) }
                == .refused(.nameTaken(container: "chaperone-fence")))
        let injector = Injector(AdmissionFixtures.settings(fence: true))
        guard case .injected(let patch) = try fenced("22-restricted") else { return #expect(Bool(false)) }
        let review = try AdmissionFixtures.json("22-restricted")
        let pod = try patch.applied(to: review["request"]?["object"] ?? .null)
        let changes: [(inout JSONPatch) -> Void] = [
            { $0.replace("/spec/initContainers/0/args", ["fence", "remove"]) },
            { $0.remove("/spec/initContainers/0") },
            { $0.remove("/spec/initContainers/2") },
            { $0.replace("/spec/initContainers/1/args", ["run"]) },
        ]
        for change in changes {
            var altering = JSONPatch()
            change(&altering)
            let altered = try altering.applied(to: pod)
            let again = try AdmissionReview(
                parsing: try JSONPatch([.replace(path: "/request/object", altered)]).applied(to: review).text.utf8)
            guard case .injected(let mending) = injector.judge(again).verdict else { return #expect(Bool(false)) }
            #expect(try mending.applied(to: altered) == pod)
        }
    }
}
