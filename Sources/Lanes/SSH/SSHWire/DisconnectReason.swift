/// Why a connection ends (RFC 4253, section 11.1).
package enum DisconnectReason: UInt32, Sendable, Equatable {
    case hostNotAllowedToConnect = 1
    case protocolError = 2
    case keyExchangeFailed = 3
    case reserved = 4
    case macError = 5
    case compressionError = 6
    case serviceNotAvailable = 7
    case protocolVersionNotSupported = 8
    case hostKeyNotVerifiable = 9
    case connectionLost = 10
    case byApplication = 11
    case tooManyConnections = 12
    case authCancelledByUser = 13
    case noMoreAuthMethodsAvailable = 14
    case illegalUserName = 15
}
