/// The text of one instant after another: what stands before the fraction is the same for a second.
struct TimestampText {
    private var second = Int64.min
    /// Up to and with the point.
    private var beginning: [UInt8] = []

    /// Sets the first `Timestamp.byteCount` bytes of `output`.
    mutating func write(_ microseconds: Int64, into output: UnsafeMutableBufferPointer<UInt8>) {
        var (second, fraction) = microseconds.quotientAndRemainder(dividingBy: 1_000_000)
        if fraction < 0 {
            second -= 1
            fraction += 1_000_000
        }
        if second != self.second || beginning.isEmpty {
            beginning.removeAll(keepingCapacity: true)
            Timestamp.append(second * 1_000_000, to: &beginning)
            beginning.removeLast(7)
            self.second = second
        }
        precondition(output.count >= Timestamp.byteCount && beginning.count == Timestamp.byteCount - 7)
        for index in 0..<beginning.count { output[index] = beginning[index] }
        for index in (0..<6).reversed() {
            output[beginning.count + index] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: fraction % 10)
            fraction /= 10
        }
        output[beginning.count + 6] = UInt8(ascii: "Z")
    }
}
