import HubAPI
import HubClient
import Lane
import Logging
import NIOSSL
import Spool
import Synchronization

/// The certificates of `listen_tls`: of keys that are made here and never leave the process, for a day, renewed at half of it.
final class HubLaneCertificates: LaneCertificateSource {
    private struct Entry: Sendable {
        let certificate = LaneCertificate()
        let key = TLSKey()
        var isWanted = false
        /// When the hub is asked next.
        var dueSeconds: Int64 = 0
        var backoff = Backoff(firstMilliseconds: 1_000, millisecondsLimit: HubLaneCertificates.pauseMillisecondsLimit)
        var problem: String?
    }

    private static let pauseMillisecondsLimit: UInt64 = 60_000
    private static let sleepSecondsLimit: Int64 = 3_600

    private let client: HubClient
    private let folder: HubFolder
    private let logger: Logger
    private let nowSeconds: @Sendable () -> Int64
    private let entries = Mutex<[String: Entry]>([:])
    private let pause = WakeableSleep()

    init(client: HubClient, folder: HubFolder, logger: Logger, nowSeconds: @escaping @Sendable () -> Int64) {
        self.client = client
        self.folder = folder
        self.logger = logger
        self.nowSeconds = nowSeconds
    }

    func certificate(of target: String) -> LaneCertificate {
        entries.withLock { entries in
            let entry = entries[target] ?? Entry()
            entries[target] = entry
            return entry.certificate
        }
    }

    /// The targets whose policy wants one, from now on; the others have none any more.
    func want(_ targets: [String]) {
        let gone = entries.withLock { entries in
            for name in targets { entries[name, default: Entry()].isWanted = true }
            return entries.keys.filter { !targets.contains($0) }.compactMap { name in
                guard entries[name]?.isWanted == true else { return nil as LaneCertificate? }
                entries[name]?.isWanted = false
                entries[name]?.dueSeconds = 0
                return entries[name]?.certificate
            }
        }
        for certificate in gone { certificate.remove() }
        pause.wake()
    }

    /// Until it is cancelled.
    func run() async {
        while !Task.isCancelled {
            let now = nowSeconds()
            let next = entries.withLock { entries in
                entries.filter(\.value.isWanted).min { ($0.value.dueSeconds, $0.key) < ($1.value.dueSeconds, $1.key) }
            }
            guard let (name, entry) = next, entry.dueSeconds <= now else {
                let seconds = next.map { $0.value.dueSeconds - now } ?? Self.sleepSecondsLimit
                await pause.sleep(for: .seconds(min(seconds, Self.sleepSecondsLimit)))
                continue
            }
            let result: Result<RenewResponse, HubFailure>
            do throws(HubFailure) { result = .success(try await ask(name, entry)) } catch { result = .failure(error) }
            note(result, of: name)
        }
    }

    private func ask(_ name: String, _ entry: Entry) async throws(HubFailure) -> RenewResponse {
        let answer = try await client.laneCertificate(of: name, key: entry.key)
        // First what clients are to trust: who is shown the certificate finds it there.
        do { try folder.keepLaneAuthority(answer.authorities) } catch {
            logger.error("what clients are to trust was not written", metadata: ["reason": "\(error.reason)"])
        }
        do {
            let key = try NIOSSLPrivateKey(bytes: Array(entry.key.pemText.utf8), format: .pem)
            try entry.certificate.replace(
                chain: NIOSSLCertificate.fromPEMBytes(Array(answer.chain.utf8)), key: key)
        } catch { throw .garbage(reason: "the hub's certificate for target \"\(name)\" cannot be used") }
        return answer
    }

    private func note(_ result: Result<RenewResponse, HubFailure>, of name: String) {
        let now = nowSeconds()
        var generator = SystemRandomNumberGenerator()
        let news: (text: String, isProblem: Bool)? = entries.withLock { entries in
            guard var entry = entries[name] else { return nil }
            defer { entries[name] = entry }
            switch result {
            case .success(let answer):
                entry.dueSeconds = answer.dueSeconds
                entry.problem = nil
                entry.backoff.reset()
                return ("\(answer.notAfterSeconds - now)", false)
            case .failure(let failure):
                entry.dueSeconds = now + max(1, entry.backoff.next(using: &generator).components.seconds)
                defer { entry.problem = failure.description }
                return entry.problem == failure.description ? nil : (failure.description, true)
            }
        }
        guard let news else { return }
        if news.isProblem {
            logger.error("no certificate for a lane", metadata: ["target": "\(name)", "reason": "\(news.text)"])
        } else {
            logger.info("certificate of a lane", metadata: ["target": "\(name)", "ends_in_seconds": "\(news.text)"])
        }
    }
}
