import SSHWire

/// How packets of one direction are encrypted and authenticated.
enum PacketProtection: Sendable {
    /// Before the first NEWKEYS.
    case none
    case authenticated(GCMProtection)
    case counted(CounterProtection)

    init(_ keys: DirectionKeys) {
        self =
            keys.cipher.isAuthenticated
            ? .authenticated(GCMProtection(keys)) : .counted(CounterProtection(keys))
    }

    /// Lengths are multiples of it.
    var blockByteCount: Int {
        switch self {
        case .none: 8
        case .authenticated, .counted: 16
        }
    }

    var tagByteCount: Int {
        switch self {
        case .none: 0
        case .authenticated: GCMProtection.tagByteCount
        case .counted: MACAlgorithm.tagByteCount
        }
    }

    /// Whether the length field is a part of what is padded to whole blocks.
    var padsLength: Bool {
        switch self {
        case .none: true
        case .authenticated: false
        case .counted(let protection): !protection.isEncryptThenMAC
        }
    }
}
