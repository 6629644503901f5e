/// Why a channel is not opened (RFC 4254, section 5.1).
package enum ChannelOpenFailure: UInt32, Sendable, Equatable {
    case administrativelyProhibited = 1
    case connectFailed = 2
    case unknownChannelType = 3
    case resourceShortage = 4
}
