import Glibc

/// A path that means the same wherever a program stands.
struct AbsolutePath: Sendable, Equatable {
    let text: String

    /// - Parameters:
    ///   - path: as somebody wrote it.
    ///   - folder: where a relative one begins.
    init(_ path: String, in folder: String = AbsolutePath.workingFolder) {
        text = path.hasPrefix("/") ? path : (folder == "/" ? "/" : folder + "/") + path
    }

    /// The process's. Empty where it has been removed: then nothing can be made there either.
    private static var workingFolder: String {
        guard let bytes = getcwd(nil, 0) else { return "" }
        defer { free(bytes) }
        return String(cString: bytes)
    }
}
