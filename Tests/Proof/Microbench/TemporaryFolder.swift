import Glibc

enum TemporaryFolder {
    static func make() throws -> String {
        var template = Array("/tmp/chaperone-microbench.XXXXXX\0".utf8CString)
        let path = template.withUnsafeMutableBufferPointer { buffer in
            buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) }
        }
        guard let path else { throw BenchFailure(reason: "no temporary folder: errno \(errno)") }
        return path
    }
}
