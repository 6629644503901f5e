/// A channel of one connection, by the number that this side has given it. Never used twice in a connection.
package struct ChannelID: Sendable, Hashable {
    package let number: UInt32

    package init(number: UInt32) { self.number = number }
}
