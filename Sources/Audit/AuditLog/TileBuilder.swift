/// Lays a log out as C2SP tlog-tiles (https://c2sp.org/tlog-tiles): `tile/<level>/<n>` and `tile/entries/<n>`.
package struct TileBuilder: Sendable {
    package static let tileWidth = 256

    /// One file of the layout.
    package struct File: Sendable, Equatable {
        /// Relative to the export's folder.
        package let path: String
        package let bytes: [UInt8]
    }

    private var levels: [[TreeHash]] = []
    private var fullTiles: [UInt64] = []
    private var entries: [UInt8] = []
    private var entryCount = 0
    private var bundles: UInt64 = 0

    package init() {}

    /// - Parameter entry: at most 65,535 bytes; without its newline.
    /// - Returns: the files that this entry completed.
    package mutating func append(entry: ArraySlice<UInt8>) throws(LogFault) -> [File] {
        guard let length = UInt16(exactly: entry.count) else {
            throw LogFault(seq: bundles * 256 + UInt64(entryCount), what: "longer than an entry bundle can hold")
        }
        entries.append(UInt8(length >> 8))
        entries.append(UInt8(length & 0xFF))
        entries.append(contentsOf: entry)
        entryCount += 1
        var files: [File] = []
        if entryCount == Self.tileWidth {
            files.append(File(path: "tile/entries/" + Self.path(bundles), bytes: entries))
            bundles += 1
            entries.removeAll(keepingCapacity: true)
            entryCount = 0
        }
        append(.leaf(entry), level: 0, files: &files)
        return files
    }

    /// - Returns: the partial tiles at the right edge.
    package func finish() -> [File] {
        var files: [File] = []
        if entryCount > 0 {
            files.append(File(path: "tile/entries/\(Self.path(bundles)).p/\(entryCount)", bytes: entries))
        }
        for (level, hashes) in levels.enumerated() where !hashes.isEmpty {
            files.append(
                File(
                    path: "tile/\(level)/\(Self.path(fullTiles[level])).p/\(hashes.count)",
                    bytes: hashes.flatMap(\.bytes)))
        }
        return files
    }

    /// `x001/x234/067` for 1234067.
    package static func path(_ index: UInt64) -> String {
        var text = group(index % 1_000)
        var rest = index / 1_000
        while rest > 0 {
            text = "x\(group(rest % 1_000))/\(text)"
            rest /= 1_000
        }
        return text
    }

    /// The path of the bundle that holds the entries from `256 * index` on, in a log of that size.
    package static func bundlePath(_ index: UInt64, size: UInt64) -> String {
        let width = min(256, size - index * 256)
        return "tile/entries/\(path(index))" + (width < 256 ? ".p/\(width)" : "")
    }

    private mutating func append(_ hash: TreeHash, level: Int, files: inout [File]) {
        if level == levels.count {
            levels.append([])
            fullTiles.append(0)
        }
        levels[level].append(hash)
        guard levels[level].count == Self.tileWidth else { return }
        let tile = levels[level]
        levels[level].removeAll(keepingCapacity: true)
        files.append(File(path: "tile/\(level)/\(Self.path(fullTiles[level]))", bytes: tile.flatMap(\.bytes)))
        fullTiles[level] += 1
        append(MerkleProof.root(of: tile[...]), level: level + 1, files: &files)
    }

    private static func group(_ value: UInt64) -> String {
        String(repeating: "0", count: 3 - String(value).count) + String(value)
    }
}
