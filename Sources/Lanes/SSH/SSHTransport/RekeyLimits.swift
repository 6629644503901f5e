/// When keys have done enough. Either side may also begin of its own accord.
package struct RekeyLimits: Sendable {
    /// In one direction. RFC 4253, section 9 says a gigabyte.
    package var byteLimit: UInt64 = 1 << 30
    /// In one direction. With strict key exchange, numbers begin anew with each NEWKEYS; without, they must not wrap.
    package var packetLimit: UInt64 = 1 << 31

    package init() {}
}
