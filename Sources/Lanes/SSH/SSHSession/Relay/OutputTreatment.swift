import NIOCore
import SFTP
import StreamMasking

/// What is done to the bytes of one channel on their way.
enum OutputTreatment: Sendable {
    case exact
    case masked(output: TextStreamMasker, errors: TextStreamMasker, check: BinaryCheck?)
    case files(SFTPSession)

    init(_ treatment: RunDecision.Treatment) {
        switch treatment {
        case .exact, .shown: self = .exact
        case .masked(let detectors, let mayBeBinary):
            let masker = TextStreamMasker(detectors)
            self = .masked(output: masker, errors: masker, check: mayBeBinary ? nil : BinaryCheck())
        case .files(let asksRealPaths): self = .files(SFTPSession(asksRealPaths: asksRealPaths))
        }
    }
}
