import SSHWire
import Testing

@testable import SSHLane

struct TerminalSizesTests {
    @Test func `A size is recorded when it is another one, and of a thousand changes no more`() {
        var sizes = TerminalSizes(TerminalSize(columns: 80, rows: 24))
        let takesSame = sizes.takes(TerminalSize(columns: 80, rows: 24, widthPixels: 640))
        var taken = 0
        for number in 0..<5_000 where sizes.takes(TerminalSize(columns: 81 + UInt32(number % 2), rows: 24)) {
            taken += 1
        }
        #expect(!takesSame)
        #expect(taken == 1_000)
    }
}
