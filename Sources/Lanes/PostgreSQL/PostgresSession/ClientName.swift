import NIOCore
import Policy

/// A name of a prepared statement or portal, as a message carries it.
enum ClientName {
    case known(String)
    /// No UTF-8 in normal form C: another name could be equal to it here, and not at the server.
    case ambiguous

    init(_ bytes: UnsafeRawBufferPointer) {
        // On the path of every statement, where names are short, and mostly empty.
        if bytes.isEmpty {
            self = .known("")
        } else if bytes.allSatisfy({ $0 < 0x80 }) {
            self = .known(String(decoding: bytes, as: UTF8.self))
        } else if let text = String(validating: bytes, as: UTF8.self), text.isComposed {
            self = .known(text)
        } else {
            self = .ambiguous
        }
    }
}

extension ByteBuffer {
    /// Takes a name and its NUL from the front; nil when there is no NUL.
    mutating func readName() -> ClientName? {
        let found = withUnsafeReadableBytes { bytes -> (ClientName, Int)? in
            guard let end = bytes.firstIndex(of: 0) else { return nil }
            return (ClientName(UnsafeRawBufferPointer(rebasing: bytes[..<end])), end)
        }
        guard let (name, count) = found else { return nil }
        moveReaderIndex(forwardBy: count + 1)
        return name
    }
}
