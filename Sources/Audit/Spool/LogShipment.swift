/// Records on their way to the hub, with the checkpoint that covers them.
package struct LogShipment: Sendable, Equatable {
    /// The first record's position.
    package var oldSize: UInt64
    /// The signed checkpoint that the records lead up to; it may cover more than these.
    package var checkpoint: [UInt8]
    /// The lines as stored, without their newlines.
    package var records: [[UInt8]]
}
