import NIOCore
import SSHWire

extension ByteBuffer {
    /// The readable bytes, with the error's type kept.
    func withReadable<Value>(
        _ body: (UnsafeRawBufferPointer) throws(SSHViolation) -> Value
    ) throws(SSHViolation) -> Value {
        let result = withUnsafeReadableBytes { bytes in
            Result { () throws(SSHViolation) in try body(bytes) }
        }
        return try result.get()
    }
}
