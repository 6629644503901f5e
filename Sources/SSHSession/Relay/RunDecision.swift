package import Detectors
package import NIOCore

/// What becomes of a request to run something.
package enum RunDecision: Sendable, Equatable {
    /// How what comes back is treated.
    package enum Treatment: Sendable, Equatable {
        /// It passes as it is: files that were judged by their paths, forwardings.
        case exact
        /// Text, masked. A stream that is no text is cut, unless it may be binary.
        case masked(DetectorSet, mayBeBinary: Bool)
        /// Operations on files, each judged.
        case files

        package static func == (first: Treatment, second: Treatment) -> Bool {
            switch (first, second) {
            case (.exact, .exact), (.files, .files): true
            case (.masked(let one, let mayOneBe), .masked(let other, let mayOtherBe)):
                one === other && mayOneBe == mayOtherBe
            default: false
            }
        }
    }

    /// It runs. Of an exec, `command` is what is sent in the place of the client's bytes.
    case run(command: ByteBuffer?, Treatment)
    /// It does not, and the client is told.
    case deny(String)
}
