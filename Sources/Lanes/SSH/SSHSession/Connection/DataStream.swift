/// Which stream of a channel data are of.
package enum DataStream: Sendable, Equatable {
    case output
    case errors

    /// SSH_EXTENDED_DATA_STDERR
    static let errorsCode: UInt32 = 1
}
