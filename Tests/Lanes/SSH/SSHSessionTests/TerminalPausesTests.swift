import NIOCore
import SSHSession
import Testing

struct TerminalPausesTests {
    static let start = NIODeadline.uptimeNanoseconds(1_000_000_000)

    static func at(_ milliseconds: Int64) -> NIODeadline { start + .milliseconds(milliseconds) }

    @Test func `A stream that does not stop has no pause, and another beside it has one`() {
        let (busy, still) = (ChannelID(number: 0), ChannelID(number: 1))
        var pauses = TerminalPauses()
        #expect(pauses.deadline == nil)
        pauses.arrived(still, at: Self.at(0))
        for time in stride(from: Int64(0), through: 400, by: 10) {
            pauses.arrived(busy, at: Self.at(time))
            #expect(pauses.takeDue(at: Self.at(time + 5)) == (time + 5 < 40 || time > 40 ? [] : [still]))
        }
        #expect(pauses.deadline == Self.at(440))
        #expect(pauses.takeDue(at: Self.at(439)).isEmpty)
        #expect(pauses.takeDue(at: Self.at(440)) == [busy])
        #expect(pauses.deadline == nil && pauses.takeDue(at: Self.at(999)).isEmpty)
    }

    @Test func `A channel that has ended is forgotten`() {
        var pauses = TerminalPauses()
        pauses.arrived(ChannelID(number: 3), at: Self.start)
        pauses.ended(ChannelID(number: 3))
        #expect(pauses.deadline == nil)
    }
}
