import AsyncHTTPClient
import AuditLog
import NIOCore
import NIOHTTP1
import NIOSSL
import SignedNote
import Witness

/// Asks one further witness over HTTP.
struct WitnessClient: Sendable {
    private static let timeoutSeconds: Int64 = 15
    private static let answerBytesLimit = 16 << 10

    let witness: FurtherWitness
    private let client: HTTPClient

    enum Answer: Sendable, Equatable {
        case cosigned(NoteSignature)
        case conflict(size: UInt64)
        /// It says that the log takes something back.
        case inconsistent
        case unknownLog
        /// It gave no answer that could be understood.
        case failed(reason: String)
    }

    init(_ witness: FurtherWitness) {
        self.witness = witness
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        if let authority = witness.authority {
            var tls = TLSConfiguration.makeClientConfiguration()
            tls.trustRoots = .file(authority)
            configuration.tlsConfiguration = tls
        }
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    func close() async { try? await client.shutdown() }

    func add(_ request: AddCheckpoint) async -> Answer {
        var message = HTTPClientRequest(url: witness.url + "/add-checkpoint")
        message.method = .POST
        message.headers = ["content-type": "text/plain; charset=utf-8", "user-agent": "chaperone-hub"]
        message.body = .bytes(ByteBuffer(string: request.text))
        do {
            let response = try await client.execute(message, timeout: .seconds(Self.timeoutSeconds))
            let body = try await response.body.collect(upTo: Self.answerBytesLimit)
            return answer(Int(response.status.code), String(buffer: body), request)
        } catch { return .failed(reason: "it cannot be reached") }
    }

    private func answer(_ status: Int, _ body: String, _ request: AddCheckpoint) -> Answer {
        switch status {
        case 200:
            let own = body.split(separator: "\n").lazy.compactMap { try? NoteSignature(parsing: Array($0.utf8)) }
                .first { $0.isClaimed(by: witness.key) }
            guard let own, let cosignature = try? Cosignature(parsing: own, witness: witness.key),
                cosignature.isValid(checkpointText: request.note.text, witness: witness.key)
            else { return .failed(reason: "its answer is not a cosignature by its key") }
            return .cosigned(own)
        case 404: return .unknownLog
        case 409:
            guard let size = UInt64(body.prefix { $0 != "\n" }) else {
                return .failed(reason: "it answered 409 without a size")
            }
            return size == request.oldSize ? .inconsistent : .conflict(size: size)
        case 422: return .inconsistent
        default: return .failed(reason: "it answered \(status)")
        }
    }
}
