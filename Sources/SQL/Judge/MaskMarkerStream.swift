/// Looks for markers in data that comes in parts: one may begin in one part and end in the next.
package struct MaskMarkerStream: Sendable {
    private let markers: MaskMarkers
    /// The last bytes of the parts before.
    private var tail: [UInt8] = []

    package init(_ markers: MaskMarkers) { self.markers = markers }

    /// Whether a marker ends in the next part.
    package mutating func isFound(in part: UnsafeRawBufferPointer) -> Bool {
        let seam = MaskMarkers.bytesLimit
        tail.append(contentsOf: part.prefix(seam))
        if tail.withUnsafeBytes(markers.isFound) || part.count > seam && markers.isFound(in: part) { return true }
        if part.count > seam { tail.replaceSubrange(tail.startIndex..., with: part.suffix(seam)) }
        if tail.count > seam { tail.removeFirst(tail.count - seam) }
        return false
    }
}
