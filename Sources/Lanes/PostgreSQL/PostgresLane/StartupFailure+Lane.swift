import Lane
import NIOCore
import PostgresSession
import PostgresWire

extension UpstreamStartup.Failure {
    /// What the lane says, in PostgreSQL's words.
    init(_ failure: LaneFailure) { self.init(reason: failure.reason, sqlState: Self.sqlState(failure.kind)) }

    private static func sqlState(_ kind: LaneFailure.Kind) -> String {
        switch kind {
        case .unauthenticated, .forbidden: "28000"
        case .notReady: "57P03"
        case .unreachable: "08006"
        case .tooMany: "53300"
        case .protocolViolation: "08P01"
        case .policyChanged, .shuttingDown: "57P01"
        case .unrecorded: "53100"
        }
    }

    /// Of whatever an attempt at the upstream has thrown.
    static func of(_ error: any Error) -> UpstreamStartup.Failure? {
        switch error {
        case let failure as UpstreamStartup.Failure: failure
        case let failure as LaneFailure: UpstreamStartup.Failure(failure)
        default: nil
        }
    }
}

extension ByteBuffer {
    mutating func writeFatal(_ failure: UpstreamStartup.Failure) {
        writeError(severity: "FATAL", sqlState: failure.sqlState, message: "chaperone: " + failure.reason)
    }
}
