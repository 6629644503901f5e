package import SSHWire

/// What a transport offers.
package struct TransportSettings: Sendable {
    /// Printable ASCII without spaces and minus signs.
    package var software = "Chaperone_1"
    package var keyExchanges = KeyExchangeAlgorithm.allCases
    package var ciphers = CipherAlgorithm.allCases
    package var macs = MACAlgorithm.allCases
    package var rekey = RekeyLimits()

    package init() {}
}
