import Glibc

let usage = """
    usage: microbench list | run NAME TURNS | time NAME SECONDS | latency NAME SECONDS | longest NAME SECONDS | growth NAME SLICES SECONDS
    """
let arguments = CommandLine.arguments.dropFirst()

func work(_ name: String) throws -> Work {
    guard let work = Works.all.first(where: { $0.name == name }) else {
        throw BenchFailure(reason: "there is no \"\(name)\": see microbench list")
    }
    return work
}

func nanoseconds() -> UInt64 {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    return UInt64(now.tv_sec) * 1_000_000_000 + UInt64(now.tv_nsec)
}

/// Nanoseconds of every turn, in order of size. A turn a tenth of a millisecond: a busy sidecar, and no queue before the
/// disk.
func latencies(_ seconds: Double, _ turn: (Int) throws -> Void) rethrows -> [UInt64] {
    let end = nanoseconds() + UInt64(seconds * 1e9)
    var taken: [UInt64] = []
    repeat {
        let start = nanoseconds()
        try turn(taken.count)
        taken.append(nanoseconds() - start)
        usleep(100)
    } while nanoseconds() < end
    return taken.sorted()
}

/// Turns a second.
func speed(_ seconds: Double, from turns: inout Int, _ turn: (Int) throws -> Void) rethrows -> Double {
    let start = nanoseconds()
    let end = start + UInt64(seconds * 1e9)
    let first = turns
    repeat {
        for _ in 0..<16 {
            try turn(turns)
            turns += 1
        }
    } while nanoseconds() < end
    return Double(turns - first) / (Double(nanoseconds() - start) / 1e9)
}

/// Of the second number in `/proc/self/statm`.
func residentBytes() -> Int {
    guard let file = fopen("/proc/self/statm", "r") else { return 0 }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 256)
    guard fgets(&line, Int32(line.count), file) != nil else { return 0 }
    let fields = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self).split(
        separator: " ")
    return (Int(fields[1]) ?? 0) * sysconf(Int32(_SC_PAGESIZE))
}

let rest = Array(arguments.dropFirst())
switch (arguments.first, rest.count) {
case ("list", 0):
    for work in Works.all {
        print("\(work.name)\t\(work.unit)\t\(work.unitsPerTurn)\t\(work.repeats ? "repeats" : "varies")")
    }
case ("run", 2):
    let turn = try work(rest[0]).prepare()
    for number in 0..<(Int(rest[1]) ?? 0) { try turn(number) }
case ("time", 2):
    let work = try work(rest[0])
    let turn = try work.prepare()
    var turns = 0
    print(try speed(Double(rest[1]) ?? 1, from: &turns, turn) * Double(work.unitsPerTurn))
case ("growth", 3):
    // For each slice of so many seconds: units before its end, units a second, resident bytes.
    let work = try work(rest[0])
    let turn = try work.prepare()
    var turns = 0
    for _ in 0..<(Int(rest[1]) ?? 0) {
        let speed = try speed(Double(rest[2]) ?? 1, from: &turns, turn) * Double(work.unitsPerTurn)
        print(turns * work.unitsPerTurn, speed, residentBytes())
    }
case ("latency", 2):
    // Microseconds of one turn, and of counting for as long as the median turn: median, p99, p99.9 of each.
    let turn = try work(rest[0]).prepare()
    let seconds = Double(rest[1]) ?? 1
    let ofTurn = try latencies(seconds, turn)
    let median = ofTurn[ofTurn.count / 2]
    let ofCounting = latencies(seconds) { _ in
        let end = nanoseconds() + median
        while nanoseconds() < end {}
    }
    for taken in [ofTurn, ofCounting] {
        for part in [0.5, 0.99, 0.999] { print(Double(taken[Int(Double(taken.count - 1) * part)]) / 1e3) }
    }
case ("longest", 2):
    // Microseconds of the longest turn, with a pause between two, so that none waits for the one before.
    let turn = try work(rest[0]).prepare()
    let end = nanoseconds() + UInt64((Double(rest[1]) ?? 1) * 1e9)
    var (longest, number) = (UInt64(0), 0)
    while nanoseconds() < end {
        let start = nanoseconds()
        try turn(number)
        longest = max(longest, nanoseconds() - start)
        usleep(20)
        number += 1
    }
    print(Double(longest) / 1e3)
default:
    print(usage)
    exit(2)
}
