package import NIOCore

extension ByteBuffer {
    /// A string up to its NUL; nil when the buffer ends first, or it is not UTF-8.
    package mutating func readCString() -> String? {
        guard let end = readableBytesView.firstIndex(of: 0), let text = readBytes(length: end - readerIndex) else {
            return nil
        }
        moveReaderIndex(forwardBy: 1)
        return String(validating: text, as: UTF8.self)
    }

    /// The bytes up to the next NUL.
    package mutating func readCStringBytes() -> [UInt8]? {
        guard let end = readableBytesView.firstIndex(of: 0), let text = readBytes(length: end - readerIndex) else {
            return nil
        }
        moveReaderIndex(forwardBy: 1)
        return text
    }

    package mutating func writeCString(_ text: String) {
        writeString(text)
        writeInteger(UInt8(0))
    }

    /// Writes a message: its type, its length (which counts itself), its body.
    package mutating func writeMessage(_ type: UInt8, _ body: (inout ByteBuffer) -> Void) {
        writeInteger(type)
        let start = writerIndex
        writeInteger(Int32(0))
        body(&self)
        setInteger(Int32(truncatingIfNeeded: writerIndex - start), at: start)
    }
}
