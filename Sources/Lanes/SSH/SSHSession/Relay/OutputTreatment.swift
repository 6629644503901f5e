import NIOCore
import SFTP

/// What is done to the bytes of one channel on their way.
enum OutputTreatment: Sendable {
    case exact
    case masked(output: MaskedStream, errors: MaskedStream)
    case files(SFTPSession)
    case rsync(RsyncOpening)

    init(_ treatment: RunDecision.Treatment, isTerminal: Bool) {
        switch treatment {
        case .exact, .shown: self = .exact
        case .masked(let detectors, let mayBeBinary):
            let stream = MaskedStream(detectors, mayBeBinary: mayBeBinary, isTerminal: isTerminal)
            self = .masked(output: stream, errors: stream)
        case .files(let asksRealPaths): self = .files(SFTPSession(asksRealPaths: asksRealPaths))
        case .rsync(let names): self = .rsync(RsyncOpening(names: names))
        }
    }
}
