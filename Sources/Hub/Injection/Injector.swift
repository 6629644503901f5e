/// Decides from a review alone what becomes of a pod. A pod that is sent again, after other webhooks or from a backup,
/// gets what is missing and no more: the second patch of the same pod is empty.
package struct Injector: Sendable {
    private static let mirrorAnnotation = "kubernetes.io/config.mirror"
    private static let nodesGroup = "system:nodes"

    private let settings: InjectionSettings
    private let rules: PodRules
    private let template: SidecarTemplate

    package init(_ settings: InjectionSettings) {
        self.settings = settings
        rules = PodRules(settings: settings)
        template = SidecarTemplate(settings: settings)
    }

    package func judge(_ review: AdmissionReview) -> Judgement {
        guard review.namespace != settings.ownNamespace else { return Judgement(.unchanged(.ownNamespace)) }
        switch review.subject {
        case .other: return Judgement(.unchanged(.notJudged))
        case .ephemeralContainers(let pod):
            if let refusal = rules.refusalOfDebugging(pod) { return Judgement(.refused(refusal)) }
            return Judgement(.unchanged(.ephemeralContainer))
        case .newPod(let pod):
            // The annotation alone anybody can write.
            if pod.annotations?[Self.mirrorAnnotation] != nil, review.groups.contains(Self.nodesGroup) {
                return Judgement(.unchanged(.mirrorPod))
            }
            if let refusal = rules.refusal(of: pod, in: review.namespace) { return Judgement(.refused(refusal)) }
            let patch = patch(pod, in: review.namespace)
            let warnings = rules.warnings(of: pod) + unnamedWarnings
            return Judgement(patch.isEmpty ? .unchanged(.alreadyInjected) : .injected(patch), warnings: warnings)
        }
    }

    private var unnamedWarnings: [String] {
        settings.unnamed.map { "target \($0.target) has no name in this pod: \($0.reason)" }
    }

    private func patch(_ pod: Pod, in namespace: String) -> JSONPatch {
        var patch = JSONPatch()
        patchContainers(pod, &patch)
        patchVolumes(pod, &patch)
        patchHostAliases(pod, namespace, &patch)
        patchAnnotation(pod, &patch)
        return patch
    }

    /// First, after a mesh's own: whatever else starts before the application has its lanes. What is there and is not what
    /// is wanted in its place goes.
    private func patchContainers(_ pod: Pod, _ patch: inout JSONPatch) {
        let path = "/spec/initContainers"
        let wanted = template.containers
        guard let present = pod.initContainers else { return patch.add(path, .array(wanted)) }
        func isOurs(_ container: Container) -> Bool { SidecarTemplate.containerNames.contains(container.name) }
        let place = present.filter { !isOurs($0) }.prefix(while: rules.isMesh).count
        guard
            present.count(where: isOurs) != wanted.count
                || present.dropFirst(place).prefix(wanted.count).map(\.json) != wanted
        else { return }
        // From the end, so that what is taken out moves nothing that is still looked at.
        for (index, container) in present.enumerated().reversed() where isOurs(container) {
            patch.remove("\(path)/\(index)")
        }
        for (offset, container) in wanted.enumerated() { patch.add("\(path)/\(place + offset)", container) }
    }

    private func patchVolumes(_ pod: Pod, _ patch: inout JSONPatch) {
        let path = "/spec/volumes"
        guard let present = pod.volumes else { return patch.add(path, .array(template.volumes)) }
        for volume in template.volumes {
            guard let index = present.firstIndex(where: { .string($0.name) == volume["name"] }) else {
                patch.add("\(path)/-", volume)
                continue
            }
            if present[index].json != volume { patch.replace("\(path)/\(index)", volume) }
        }
    }

    private func patchHostAliases(_ pod: Pod, _ namespace: String, _ patch: inout JSONPatch) {
        let path = "/spec/hostAliases"
        let wanted = template.hostAliases(in: namespace)
        guard let present = pod.hostAliases else {
            if !wanted.isEmpty { patch.add(path, .array(wanted.map(Self.json))) }
            return
        }
        // From the end, so that what is taken out moves nothing that is still looked at.
        for (index, alias) in present.enumerated().reversed()
        where SidecarTemplate.isLanes(alias.ip) && !wanted.contains(alias) { patch.remove("\(path)/\(index)") }
        for alias in wanted where !present.contains(alias) { patch.add("\(path)/-", Self.json(alias)) }
    }

    private func patchAnnotation(_ pod: Pod, _ patch: inout JSONPatch) {
        let image = JSONValue.string(settings.image)
        guard let present = pod.annotations else {
            return patch.add("/metadata/annotations", .object([SidecarTemplate.annotation: image]))
        }
        guard present[SidecarTemplate.annotation] != settings.image else { return }
        patch.add("/metadata/annotations/\(JSONPatch.escaped(SidecarTemplate.annotation))", image)
    }

    private static func json(_ alias: Pod.HostAlias) -> JSONValue {
        ["ip": .string(alias.ip), "hostnames": .array(alias.hostnames.map { .string($0) })]
    }
}
