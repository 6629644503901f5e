/// Memory that bytes are appended to, emptied and used again: records are put together in it, and nothing is allocated
/// once it has grown to what they need.
///
/// Sendable, because nobody else has the memory.
struct OutputMemory: ~Copyable, @unchecked Sendable {
    private var base: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    private(set) var count = 0

    init(capacity: Int = 4_096) {
        self.capacity = capacity
        base = .allocate(capacity: capacity)
    }

    deinit { base.deallocate() }

    /// - Parameter count: at most what there is.
    mutating func removeAll(keeping count: Int = 0) { self.count = min(self.count, count) }

    mutating func append(_ byte: UInt8) {
        reserve(1)
        base[count] = byte
        count += 1
    }

    mutating func append(_ bytes: UnsafeRawBufferPointer) {
        guard let source = bytes.baseAddress else { return }
        reserve(bytes.count)
        UnsafeMutableRawPointer(base + count).copyMemory(from: source, byteCount: bytes.count)
        count += bytes.count
    }

    mutating func append(_ text: StaticString) {
        append(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Appends `count` bytes that `write` sets, all of them.
    mutating func append(count: Int, _ write: (UnsafeMutableBufferPointer<UInt8>) -> Void) {
        reserve(count)
        write(UnsafeMutableBufferPointer(start: base + self.count, count: count))
        self.count += count
    }

    /// - Parameter index: below `count`.
    subscript(index: Int) -> UInt8 {
        get {
            precondition(index >= 0 && index < count)
            return base[index]
        }
        set {
            precondition(index >= 0 && index < count)
            base[index] = newValue
        }
    }

    /// - Parameter start: at most `count`.
    borrowing func withBytes<Result, Failure: Error>(
        from start: Int = 0, _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        precondition(start >= 0 && start <= count)
        return try body(UnsafeRawBufferPointer(start: base + start, count: count - start))
    }

    private mutating func reserve(_ more: Int) {
        if count + more > capacity { grow(to: count + more) }
    }

    @inline(never)
    private mutating func grow(to least: Int) {
        let larger = max(least, capacity * 2)
        let next = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
        next.update(from: base, count: count)
        base.deallocate()
        base = next
        capacity = larger
    }
}
