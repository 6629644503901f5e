import Policy
import Testing

@Suite("Usage and its hours") struct UsageTests {
    @Test(arguments: [
        (Int64(0), Int64(0), Int64(3_600), "01:00 UTC"),
        (3_599, 0, 3_600, "01:00 UTC"),
        (3_600, 1, 7_200, "02:00 UTC"),
        (1_800_000_000, 500_000, 1_800_003_600, "09:00 UTC"),
        (86_399, 23, 86_400, "00:00 UTC"),
        (-1, -1, 0, "00:00 UTC"),
        (-3_600, -1, 0, "00:00 UTC"),
        (-3_601, -2, -3_600, "23:00 UTC"),
    ])
    func `An hour is one of the clock`(seconds: Int64, number: Int64, end: Int64, text: String) {
        let hour = UsageHour(atSeconds: seconds)
        #expect(hour.number == number)
        #expect(hour.endSeconds == end)
        #expect(hour.endText == text)
    }

    @Test func `Numbers do not overflow`() {
        let most = Usage(rows: .max, cells: 1, lookups: .max - 1)
        #expect(most + Usage(rows: 1, cells: 1, lookups: 2) == Usage(rows: .max, cells: 2, lookups: .max))
        #expect(most.larger(Usage(rows: 1, cells: 5)) == Usage(rows: .max, cells: 5, lookups: .max - 1))
    }

    @Test func `Each limit has a rule of its own and counts what it says`() {
        #expect(Set(UsageLimit.allCases.map(\.rule)).count == UsageLimit.allCases.count)
        let limits = RoleLimits(rowsPerSession: 1, rowsPerHour: 2, phiCellsPerHour: 3, lookupsPerHour: 4)
        #expect(UsageLimit.allCases.map { limits[$0] } == [1, 2, 3, 4])
        let usage = Usage(rows: 5, cells: 6, lookups: 7)
        #expect(UsageLimit.allCases.map { usage[$0] } == [5, 5, 6, 7])
        #expect(!RoleLimits(rowsPerSession: 1).countsHours && RoleLimits(lookupsPerHour: 1).countsHours)
    }
}
