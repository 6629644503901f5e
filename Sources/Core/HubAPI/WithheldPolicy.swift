/// A policy that a sidecar is not sent, since it has not said that it understands all of it. It goes on with the newest
/// one before that it understands.
package struct WithheldPolicy: Codable, Sendable, Equatable, CustomStringConvertible {
    package var number: UInt64
    /// The features that it requires and the sidecar lacks.
    package var features: [String]

    package init(number: UInt64, features: [String]) {
        self.number = number
        self.features = features
    }

    package var description: String {
        "policy \(number) requires \(features.joined(separator: ", ")), which this sidecar does not understand"
    }
}
