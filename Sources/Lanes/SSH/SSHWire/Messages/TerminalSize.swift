import NIOCore

/// Of a terminal: columns before rows on the wire, as here.
package struct TerminalSize: Sendable, Equatable {
    package var columns: UInt32
    package var rows: UInt32
    package var widthPixels: UInt32
    package var heightPixels: UInt32

    package init(columns: UInt32, rows: UInt32, widthPixels: UInt32 = 0, heightPixels: UInt32 = 0) {
        self.columns = columns
        self.rows = rows
        self.widthPixels = widthPixels
        self.heightPixels = heightPixels
    }

    init?(_ body: inout ByteBuffer) {
        guard
            let (columns, rows, width, height) = body.readMultipleIntegers(as: (UInt32, UInt32, UInt32, UInt32).self)
        else { return nil }
        self.init(columns: columns, rows: rows, widthPixels: width, heightPixels: height)
    }

    func write(into buffer: inout ByteBuffer) {
        buffer.writeMultipleIntegers(columns, rows, widthPixels, heightPixels)
    }
}
