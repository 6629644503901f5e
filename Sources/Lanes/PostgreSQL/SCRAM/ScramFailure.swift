/// Why an exchange of SCRAM cannot go on. Holds nothing of the messages.
package enum ScramFailure: Error, Sendable, Equatable {
    case malformed
    /// The server's nonce does not begin with the client's, or the final message has another.
    case wrongNonce
    /// Fewer than `ScramSecret.iterations` allows: the proof would tell too much of the password.
    case tooFewIterations
    /// More than `ScramSecret.iterations` allows: a server could demand any amount of work.
    case tooManyIterations
    /// Shorter than `ScramSecret.saltBytesMinimum`.
    case shortSalt
    /// The server could not show that it knows the password.
    case wrongSignature
}
