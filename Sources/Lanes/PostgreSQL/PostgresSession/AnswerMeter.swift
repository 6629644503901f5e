import Judge
import NIOCore
import Policy

/// What one run of a statement gives away, row by row, where its role has limits.
final class AnswerMeter {
    private struct Cell {
        var kind: ValueCount.Kind
        /// It may be of a protected column.
        var isCounted: Bool
    }

    let metering: Metering
    private let countsCells: Bool
    private let judge: Judge
    private var cells: [Cell]?
    /// Of COPY data.
    var copyColumns = 0

    init(_ metering: Metering, judge: Judge) {
        self.metering = metering
        self.judge = judge
        countsCells = metering.limits.phiCellsPerHour != nil && metering.readsProtected
    }

    var looksAtCells: Bool { metering.looksAtCells }

    /// A row that passes unread, or of which only its being there counts.
    static let row = Usage(rows: 1)

    /// - Parameter message: a DataRow, or COPY data of a row.
    /// - Returns: nil: it is not well-formed.
    func usage(of message: ByteBuffer, _ run: StatementRun) -> Usage? {
        guard case .open(let format) = run.copyOut else {
            return usage(ofRow: message, columns: run.columns, formats: run.formats)
        }
        return usage(ofCopy: message, isBinary: format != .text)
    }

    /// - Parameters: as the run has them; of a row that nobody has described every cell counts.
    private func usage(ofRow message: ByteBuffer, columns: [RowMasker.Column]?, formats: [Int16]) -> Usage? {
        guard looksAtCells else { return Self.row }
        return message.withUnsafeReadableBytes { bytes in
            guard bytes.count >= 7 else { return nil }
            let count = Int(UInt16(bigEndian: bytes.loadUnaligned(fromByteOffset: 5, as: UInt16.self)))
            let cells = cells(count, columns, formats)
            var usage = Self.row
            var position = 7
            for cell in cells {
                guard bytes.count >= position + 4 else { return nil }
                let length = Int(Int32(bigEndian: bytes.loadUnaligned(fromByteOffset: position, as: Int32.self)))
                position += 4
                guard length >= -1, bytes.count - position >= max(0, length) else { return nil }
                let value =
                    length < 0 ? nil : UnsafeRawBufferPointer(rebasing: bytes[position..<(position + length)])
                let found = ValueCount.of(value, cell.kind, metering.weight)
                usage.rows = max(usage.rows, found.rows)
                if cell.isCounted { usage.cells = Usage.sum(usage.cells, found.values) }
                position += max(0, length)
            }
            return usage
        }
    }

    private func cells(_ count: Int, _ columns: [RowMasker.Column]?, _ formats: [Int16]) -> [Cell] {
        if let cells, cells.count == count { return cells }
        let found = (0..<count).map { index in
            guard let columns, index < columns.count else {
                let format = formats.count == 1 ? formats[0] : index < formats.count ? formats[index] : 0
                return Cell(kind: format == 1 ? .structure(isBinary: true) : .opaque, isCounted: countsCells)
            }
            let column = columns[index]
            return Cell(
                kind: ValueCount.Kind(typeOID: column.typeOID, isBinary: column.isBinary),
                isCounted: countsCells && !judge.isOpen(attribute: column.attribute, ofRelation: column.relation))
        }
        cells = found
        return found
    }

    /// Of a message of COPY data, which is a row; which columns its cells are of is not said.
    private func usage(ofCopy message: ByteBuffer, isBinary: Bool) -> Usage {
        guard looksAtCells else { return Self.row }
        let columns = UInt64(copyColumns)
        let count: ValueCount = message.withUnsafeReadableBytes { bytes in
            let data = UnsafeRawBufferPointer(rebasing: bytes.dropFirst(5))
            let parts: AnswerWeight.Parts
            switch metering.weight {
            case .single(_, let packed):
                return ValueCount(values: columns * UInt64(packed) + ValueCount.long(data, isBinary: isBinary), rows: 1)
            case .unknown: return ValueCount.each(data)
            case .several(let known): parts = known
            case .open: parts = AnswerWeight.Parts()
            }
            // A text is written with escapes, in whatever encoding the statement asks for.
            guard !isBinary, parts.delimiters.isEmpty else { return ValueCount.each(data) }
            let commas = ValueCount.occurrences(of: ValueCount.comma, in: data)
            let joined = UInt64(parts.joined) * (parts.countsMembers ? 2 : 1)
            let values = commas + columns + ValueCount.long(data, isBinary: false)
            return ValueCount(values: values * joined, rows: 1 + commas)
        }
        return Usage(rows: max(1, count.rows), cells: countsCells ? count.values : 0)
    }
}
