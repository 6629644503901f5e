import SmallFiles

/// The master key of a hub that was told of none: made at its first start.
enum MasterKeyFile {
    static func path(in state: String) -> String { state + "/master.key" }

    /// - Parameter isFirstStart: only then a missing key is made; else everything is sealed with one that is gone.
    /// - Throws: `Hub.StartFailure` when it is missing.
    static func make(in state: String, isFirstStart: Bool) throws {
        let path = path(in: state)
        guard !SmallFile.exists(path) else { return }
        guard isFirstStart else { throw Hub.StartFailure("\(path): the master key is missing") }
        try SmallFile.create(path, Array((RandomText.hex(bytes: 32) + "\n").utf8), mode: 0o600)
    }
}
