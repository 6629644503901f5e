import Foundation
import Spool
import Testing

struct DiskFullTests {
    /// Runs a program as root: directly, or through sudo without a password.
    static func runAsRoot(_ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = (getuid() == 0 ? [] : ["sudo", "-n"]) + arguments
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "\(arguments) needs root or sudo")
    }

    @Test func `On a full disk new statements are refused, running ones are recorded, and room lets it go on`() throws {
        let fixture = try TrailFixture()
        try Self.runAsRoot(["mount", "-t", "tmpfs", "-o", "size=2m,mode=0777", "tmpfs", fixture.state])
        defer { try? Self.runAsRoot(["umount", "-l", fixture.state]) }
        var configuration = SpoolConfiguration()
        configuration.diskReserveBytes = 1 << 20
        configuration.exposureMilliseconds = 10
        let ballast = fixture.state + "/ballast"
        try fixture.write(ballast, [UInt8](repeating: 0, count: 400_000))
        let trail = try fixture.open(configuration)
        var accepted = 0
        let failure = #expect(throws: AuditFailure.self) {
            while true {
                try trail.append(TrailFixture.statement(accepted + 1))
                accepted += 1
            }
        }
        #expect(failure?.reason.contains("full") == true)
        for number in 1...20 { try trail.append(TrailFixture.outcome(number)) }
        let records = UInt64(accepted) + 21

        try FileManager.default.removeItem(atPath: ballast)
        let deadline = ContinuousClock.now + .seconds(20)
        while trail.statistics.refusal != nil, ContinuousClock.now < deadline { usleep(10_000) }
        try trail.append(TrailFixture.statement(1))
        try trail.close(reason: "test")
        #expect(try fixture.verify().records == records + 2)
    }

    @Test func `A log closes with its checkpoint on a full disk`() throws {
        let fixture = try TrailFixture()
        try Self.runAsRoot(["mount", "-t", "tmpfs", "-o", "size=2m,mode=0777", "tmpfs", fixture.state])
        defer { try? Self.runAsRoot(["umount", "-l", fixture.state]) }
        var configuration = SpoolConfiguration()
        configuration.diskReserveBytes = 1 << 20
        configuration.exposureMilliseconds = 60_000
        let trail = try fixture.open(configuration)
        // More than there is: the write ends when the last block is taken.
        let ballast = try #require(fopen(fixture.state + "/ballast", "w"))
        setvbuf(ballast, nil, _IONBF, 0)
        while fwrite([UInt8](repeating: 0, count: 4_096), 4_096, 1, ballast) == 1 {}
        fclose(ballast)
        try trail.append(TrailFixture.outcome(1))
        try trail.close(reason: "test")
        let check = try fixture.verify()
        #expect(check.records == 3 && check.uncovered == 0 && check.wasClosed)
    }
}
