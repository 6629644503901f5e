import HubAPI
import Lane
import Policy
import Synchronization
import Testing

@Suite("What principals take in an hour") struct UsageLedgerTests {
    private static let hour: Int64 = 500_000
    private static let now = hour * UsageHour.seconds + 10
    private static let limits = RoleLimits(rowsPerHour: 100, phiCellsPerHour: 50, lookupsPerHour: 10)

    private let ledger = UsageLedger()

    private func session(_ principal: String = "bot") -> SessionBudget { SessionBudget(ledger, principal: principal) }

    private func others(_ rows: UInt64, cells: UInt64 = 0, of principal: String = "bot", hour: Int64 = hour)
        -> UsageReport
    {
        UsageReport(hour: hour, principals: [.init(principal: principal, rows: rows, cells: cells, lookups: 0)])
    }

    @Test func `All sessions of a principal share one hour, and other principals have theirs`() {
        let (first, second) = (session(), session())
        #expect(first.take(Usage(rows: 60), Self.limits, nowSeconds: Self.now) == nil)
        #expect(second.take(Usage(rows: 40), Self.limits, nowSeconds: Self.now) == nil)
        let spent = SpentLimit(
            limit: .rowsPerHour, most: 100, used: 100, asked: 1, hour: UsageHour(number: Self.hour))
        #expect(first.take(Usage(rows: 1), Self.limits, nowSeconds: Self.now) == spent)
        #expect(session("eve").take(Usage(rows: 100), Self.limits, nowSeconds: Self.now) == nil)
    }

    @Test func `What goes over a limit is not taken in part`() {
        let session = session()
        let spent = session.take(Usage(rows: 10, cells: 51), Self.limits, nowSeconds: Self.now)
        #expect(spent?.limit == .phiCellsPerHour && spent?.used == 0)
        #expect(session.take(Usage(rows: 100, cells: 50), Self.limits, nowSeconds: Self.now) == nil)
        #expect(
            session.take(Usage(lookups: 11), Self.limits, nowSeconds: Self.now)?.limit == .lookupsPerHour)
        #expect(session.take(Usage(lookups: 10), Self.limits, nowSeconds: Self.now) == nil)
        // A role without the limit takes on.
        #expect(session.take(Usage(rows: 10), RoleLimits(lookupsPerHour: 1), nowSeconds: Self.now) == nil)
    }

    @Test func `It is free again with the next hour of the clock, and a clock that goes back gives nothing`() {
        let session = session()
        let later = (Self.hour + 1) * UsageHour.seconds
        #expect(session.take(Usage(rows: 100), Self.limits, nowSeconds: later - 1) == nil)
        #expect(session.take(Usage(rows: 1), Self.limits, nowSeconds: later - 1) != nil)
        #expect(session.take(Usage(rows: 100), Self.limits, nowSeconds: later) == nil)
        #expect(session.take(Usage(rows: 1), Self.limits, nowSeconds: Self.now) != nil)
        #expect(self.session().take(Usage(rows: 1), Self.limits, nowSeconds: Self.now) != nil)
    }

    @Test func `What others have taken counts, does not fall, and is of one hour`() {
        let session = session()
        #expect(session.take(Usage(rows: 10), Self.limits, nowSeconds: Self.now) == nil)
        ledger.heard(others(80), nowSeconds: Self.now)
        ledger.heard(others(20), nowSeconds: Self.now)
        ledger.heard(others(100, hour: Self.hour - 1), nowSeconds: Self.now)
        ledger.heard(others(100, hour: Self.hour + 1), nowSeconds: Self.now)
        #expect(session.take(Usage(rows: 11), Self.limits, nowSeconds: Self.now)?.used == 90)
        #expect(session.take(Usage(rows: 10), Self.limits, nowSeconds: Self.now) == nil)
        // Of one who has not come yet.
        ledger.heard(others(100, of: "eve"), nowSeconds: Self.now)
        #expect(self.session("eve").take(Usage(rows: 1), Self.limits, nowSeconds: Self.now) != nil)
    }

    @Test func `A start goes on where the last one was`() throws {
        #expect(session().take(Usage(rows: 70, cells: 7, lookups: 1), Self.limits, nowSeconds: Self.now) == nil)
        ledger.heard(others(20), nowSeconds: Self.now)
        let memory = try #require(ledger.memory(nowSeconds: Self.now))
        let again = UsageLedger()
        again.heard(memory, nowSeconds: Self.now)
        let session = SessionBudget(again, principal: "bot")
        #expect(session.take(Usage(rows: 11), Self.limits, nowSeconds: Self.now)?.used == 90)
        // It tells what it has taken since, and of nothing that others tell.
        #expect(session.take(Usage(rows: 4), Self.limits, nowSeconds: Self.now) == nil)
        #expect(
            again.report(nowSeconds: Self.now)
                == UsageReport(
                    hour: Self.hour,
                    principals: [.init(principal: "bot", rows: 4, cells: 0, lookups: 0, spent: ["rows_per_hour"])]))
        #expect(again.report(nowSeconds: Self.now + UsageHour.seconds) == nil)
    }

    @Test func `News are the first that is taken, each tenth of a limit, and a refusal`() {
        let counted = Counted()
        ledger.whenNews { counted.count.wrappingAdd(1, ordering: .relaxed) }
        let session = session()
        var news: [Int] = []
        for taken in 1...101 {
            _ = session.take(Usage(rows: 1), Self.limits, nowSeconds: Self.now)
            if counted.count.exchange(0, ordering: .relaxed) > 0 { news.append(taken) }
        }
        #expect(news == [1, 11, 21, 31, 41, 51, 61, 71, 81, 91, 101])
        _ = session.take(Usage(rows: 1), Self.limits, nowSeconds: Self.now)
        #expect(counted.count.load(ordering: .relaxed) == 0)
    }

    private final class Counted: Sendable { let count = Atomic(0) }

    @Test func `Whoever cannot be counted for takes nothing`() {
        for number in 0..<UsageReport.principalsLimit {
            #expect(session("p\(number)").take(Usage(rows: 1), Self.limits, nowSeconds: Self.now) == nil)
        }
        let further = session("further")
        #expect(further.take(Usage(rows: 1), Self.limits, nowSeconds: Self.now)?.most == 0)
        #expect(further.take(Usage(rows: 1), RoleLimits(rowsPerSession: 1), nowSeconds: Self.now) == nil)
        #expect(further.take(Usage(rows: 1), Self.limits, nowSeconds: Self.now + UsageHour.seconds) == nil)
        let long = session(String(repeating: "x", count: UsageReport.principalBytesLimit + 1))
        #expect(long.take(Usage(rows: 1), Self.limits, nowSeconds: Self.now + UsageHour.seconds)?.most == 0)
    }
}
