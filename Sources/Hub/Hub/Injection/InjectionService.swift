import HubStore
package import Injection
import Logging
import NIOCore
import NIOSSL
import Outbound
import Policy
import SmallFiles

/// Judges pods with the policy in force, and tells of each verdict: a counter, a log line, an event.
final class InjectionService: Sendable {
    let metrics = InjectionMetrics()
    private let configuration: InjectorConfiguration
    /// PEM; of the hub's certificate.
    private let authorities: String
    private let policy: PolicyService
    private let store: any HubStore
    private let clock: HubClock
    private let logger: Logger

    private static let nameCharactersLimit = 253

    init(
        configuration: InjectorConfiguration, authorities: String, policy: PolicyService, store: any HubStore,
        clock: HubClock, logger: Logger
    ) {
        self.configuration = configuration
        self.authorities = authorities
        self.policy = policy
        self.store = store
        self.clock = clock
        self.logger = logger
    }

    /// What the API server is answered.
    /// - Throws: `AdmissionReview.Malformed`; what the store throws.
    func answer(_ body: ByteBuffer) async throws -> JSONValue {
        let review = try AdmissionReview(parsing: body.readableBytesView)
        guard let bundle = try await policy.current() else {
            return review.answerUnavailable("the hub has no policy yet: chaperone-hub policy push FILE")
        }
        var settings = try configuration.settings(authorities: authorities)
        settings.apply(bundle)
        if let obstacle = settings.obstacle { return review.answerUnavailable(obstacle) }
        let judgement = Injector(settings).judge(review)
        await tell(judgement, review)
        return review.answer(judgement)
    }

    private func tell(_ judgement: Judgement, _ review: AdmissionReview) async {
        let refusal: PodRefusal?
        if case .refused(let found) = judgement.verdict { refusal = found } else { refusal = nil }
        metrics.count(verdict: judgement.verdict.word, reason: refusal?.word ?? "")
        let pod = "\(Self.plain(review.namespace))/\(Self.plain(review.name))"
        logger.log(
            level: refusal == nil ? .info : .warning, "pod judged",
            metadata: [
                "pod": "\(pod)", "verdict": "\(judgement.verdict.word)", "reason": "\(refusal?.description ?? "")",
                "dry_run": "\(review.isDryRun)",
            ])
        // A dry run leaves nothing behind.
        guard !review.isDryRun, metrics.mayKeepEvent(nowSeconds: clock.nowSeconds()) else { return }
        let event: HubEvent
        switch judgement.verdict {
        case .injected:
            event = HubEvent(
                atSeconds: clock.nowSeconds(), kind: .podInjected, severity: .info, subject: pod,
                detail: judgement.warnings.joined(separator: "; "))
        case .refused(let refusal):
            event = HubEvent(
                atSeconds: clock.nowSeconds(), kind: .podRefused, severity: .warning, subject: pod,
                detail: refusal.description)
        case .unchanged: return
        }
        do { try await store.add(event) } catch {
            logger.error("a verdict became no event", metadata: ["pod": "\(pod)", "error": "\(type(of: error))"])
        }
    }

    /// Names are checked by the API server only later.
    private static func plain(_ name: String) -> String {
        String(
            String.UnicodeScalarView(
                name.unicodeScalars.prefix(nameCharactersLimit).map { $0.isASCII && $0.value > 32 ? $0 : "?" }))
    }
}

extension InjectorConfiguration {
    /// - Parameter authorities: PEM; of the hub's own certificate.
    package func settings(authorities: String) throws -> InjectionSettings {
        var settings = InjectionSettings(
            image: image, hub: hub,
            hubAuthorities: try hubAuthorityFile.map {
                try SmallFile.text($0, bytesLimit: SmallFile.documentBytesLimit)
            }
                ?? authorities)
        settings.upstreamAuthorities = upstreamAuthorities
        settings.audience = audience
        settings.ownNamespace = namespace
        settings.isStrict = isStrict
        settings.meshImages = meshImages
        settings.fence = fence.map { FenceSettings(image: $0.image, exceptions: $0.exceptions) }
        settings.requests = requests
        settings.limits = limits
        return settings
    }
}
