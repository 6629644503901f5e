/// An authority of SSH that is to be made.
package struct NewSSHAuthorityView: Codable, Sendable {
    /// Networks that its users come from, as `10.20.0.0/16`. Empty: from anywhere.
    package var sourceAddresses: [String]

    package init(sourceAddresses: [String]) { self.sourceAddresses = sourceAddresses }
}
