import HubAPI
import HubClient
import Logging
import Synchronization

extension HubLink {
    private static let pauseMillisecondsLimit: UInt64 = 60_000
    private static let sleepSecondsLimit: Int64 = 3_600

    /// Renews the certificate at half of its life, and enrols again when it has ended or the hub knows it no more. Until
    /// it is cancelled, or the sidecar is revoked.
    func keepCertificate() async {
        var backoff = Backoff(firstMilliseconds: 1_000, millisecondsLimit: Self.pauseMillisecondsLimit)
        var generator = SystemRandomNumberGenerator()
        while !Task.isCancelled {
            let (enrolment, mustEnrol) = state.withLock { ($0.enrolment, $0.mustEnrol) }
            let certificate = enrolment.certificate
            let now = nowSeconds
            guard now >= certificate.dueSeconds || mustEnrol else {
                await certificatePause.sleep(for: .seconds(min(certificate.dueSeconds - now, Self.sleepSecondsLimit)))
                continue
            }
            do throws(HubStartupError) {
                let isOver = mustEnrol || now >= certificate.notAfterSeconds
                let next = isOver ? try await enroller.enrol() : try await enroller.renew(enrolment)
                state.withLock { state in
                    state.enrolment = next
                    state.certificateProblem = nil
                    state.mustEnrol = false
                }
                logger.info(
                    isOver ? "enrolled again" : "certificate renewed",
                    metadata: ["ends_in_seconds": "\(next.certificate.notAfterSeconds - nowSeconds)"])
                backoff.reset()
            } catch {
                if case .hub(.revoked) = error { return }
                let reason = error.reason
                let isNews = state.withLock { state in
                    defer { state.certificateProblem = reason }
                    return state.certificateProblem != reason
                }
                if isNews { logger.error("no new certificate", metadata: ["reason": "\(reason)"]) }
                try? await Task.sleep(for: backoff.next(using: &generator))
            }
        }
    }

    /// The hub does not know this sidecar's certificate.
    func enrolAgain() {
        state.withLock { $0.mustEnrol = true }
        certificatePause.wake()
    }
}
