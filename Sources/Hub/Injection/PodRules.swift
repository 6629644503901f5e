/// What a pod may not have beside a sidecar.
struct PodRules: Sendable {
    let settings: InjectionSettings

    /// The first thing that is wrong with a pod that is to be made.
    func refusal(of pod: Pod, in namespace: String) -> PodRefusal? {
        place(pod) ?? names(pod) ?? secrets(pod) ?? aliases(pod, namespace) ?? (settings.isStrict ? strict(pod) : nil)
    }

    /// The same of a pod that gets ephemeral containers: nothing else of it can be new.
    func refusalOfDebugging(_ pod: Pod) -> PodRefusal? {
        if settings.isStrict, !pod.ephemeralContainers.isEmpty { return .ephemeralContainers }
        for container in pod.ephemeralContainers {
            if Self.isOurs(container.name) { return .nameTaken(container: container.name) }
            if container.targetContainer == SidecarTemplate.name { return .debugsSidecar(container: container.name) }
            if container.isPrivileged { return .privilegedDebugger(container: container.name) }
        }
        return secrets(pod)
    }

    /// What is taken, and what the strict rules would not take.
    func warnings(of pod: Pod) -> [String] {
        guard !settings.isStrict else { return [] }
        return [
            pod.sharesProcesses ? PodRefusal.sharedProcesses : nil, pod.sharesHostMemory ? .hostMemory : nil,
            pod.others.first(where: \.isPrivileged).map { .privileged(container: $0.name) },
            nodeVolume(pod), pod.asksOtherNameservers ? .nameservers : nil,
        ].compactMap { $0.map { "taken, though \($0)" } }
    }

    private func place(_ pod: Pod) -> PodRefusal? {
        if pod.isWindows { return .windows }
        if pod.isOnHostNetwork { return .hostNetwork }
        if pod.sharesHostProcesses { return .hostProcesses }
        if pod.hostnameOverride != nil { return .hostnameOverride }
        return nil
    }

    private func names(_ pod: Pod) -> PodRefusal? {
        if let taken = (pod.containers + pod.ephemeralContainers).first(where: { Self.isOurs($0.name) }) {
            return .nameTaken(container: taken.name)
        }
        let sidecars = pod.sidecars
        let ours = Container.repository(settings.image)
        let isTaken = sidecars.contains { $0.restartPolicy != "Always" || $0.repository != ours }
        guard sidecars.count <= 1, !isTaken else { return .nameTaken(container: SidecarTemplate.name) }
        // What has these names is put right, or taken out; what somebody else made goes by another.
        let images = [ours, settings.fence.map { Container.repository($0.image) } ?? ours]
        if let taken = pod.fences.first(where: { sidecars.isEmpty || !images.contains($0.repository) }) {
            return .nameTaken(container: taken.name)
        }
        // Beside a sidecar they are those of an older version of it, or were altered: they are put right.
        guard sidecars.isEmpty else { return nil }
        return pod.volumes?.first { SidecarTemplate.volumeNames.contains($0.name) }.map {
            .volumeTaken(volume: $0.name)
        }
    }

    private static func isOurs(_ name: String) -> Bool { SidecarTemplate.containerNames.contains(name) }

    private func secrets(_ pod: Pod) -> PodRefusal? {
        for container in pod.others {
            if let volume = container.mountedVolumes.first(where: SidecarTemplate.volumeNames.contains) {
                return .volumeMounted(volume: volume, container: container.name)
            }
            if container.runsAsUser ?? pod.runsAsUser == SidecarTemplate.user {
                return .sidecarUser(container: container.name)
            }
        }
        let strays = pod.volumes?.first {
            $0.name != SidecarTemplate.tokenVolume && $0.tokenAudiences.contains(settings.audience)
        }
        return strays.map { .hubToken(volume: $0.name, audience: settings.audience) }
    }

    private func aliases(_ pod: Pod, _ namespace: String) -> PodRefusal? {
        let lanes = settings.lanes.map { Pod.HostAlias(ip: $0.address, hostnames: $0.hostnames(in: namespace)) }
        for alias in pod.hostAliases ?? [] where !lanes.contains(alias) {
            // A sidecar that is there already may have come with other lanes.
            if SidecarTemplate.isLanes(alias.ip) {
                guard pod.sidecars.isEmpty else { continue }
                return .lanesAddress(ip: alias.ip)
            }
            let names = alias.hostnames.map { $0.lowercased() }
            if let name = names.first(where: { $0 == settings.hubHost }) { return .hubAlias(hostname: name) }
            if let name = names.first(where: { name in lanes.contains { $0.hostnames.contains(name) } }) {
                return .hostAlias(hostname: name)
            }
        }
        return nil
    }

    private func strict(_ pod: Pod) -> PodRefusal? {
        if pod.sharesProcesses { return .sharedProcesses }
        if pod.sharesHostMemory { return .hostMemory }
        if let volume = nodeVolume(pod) { return volume }
        if pod.asksOtherNameservers { return .nameservers }
        for container in pod.others where !isMeshSetup(container, in: pod) {
            if container.isPrivileged { return .privileged(container: container.name) }
            if !container.addedCapabilities.isEmpty { return .capabilities(container: container.name) }
            let user = container.runsAsUser ?? pod.runsAsUser
            let isNotRoot = user.map { $0 != 0 } ?? container.runsAsNonRoot ?? pod.runsAsNonRoot
            if !isNotRoot { return .mayBeRoot(container: container.name) }
            guard settings.fence != nil else { continue }
            if container.mayEscalate { return .mayEscalate(container: container.name) }
            if user == nil { return .unstatedUser(container: container.name) }
        }
        return nil
    }

    private func nodeVolume(_ pod: Pod) -> PodRefusal? {
        pod.volumes?.first { !$0.isApart }.map { .nodeVolume(volume: $0.name) }
    }

    /// What a mesh may do as root: set up its own redirections, before anything else runs.
    private func isMeshSetup(_ container: Container, in pod: Pod) -> Bool {
        isMesh(container) && (pod.initContainers ?? []).contains(container) && container.isPlainSetup
            && !container.isPrivileged && container.dropsAllCapabilities
            && container.addedCapabilities.allSatisfy { ["NET_ADMIN", "NET_RAW"].contains($0) }
    }

    /// By its image, which whoever makes the pod cannot have made: a name anybody can take.
    func isMesh(_ container: Container) -> Bool {
        settings.meshImages.contains { container.repository.hasPrefix($0) }
    }
}
