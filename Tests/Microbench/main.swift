import Glibc

/// microbench list | microbench run NAME TURNS | microbench time NAME SECONDS | microbench latency NAME SECONDS
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
    let end = nanoseconds() + UInt64((Double(rest[1]) ?? 1) * 1e9)
    let start = nanoseconds()
    var turns = 0
    repeat {
        for _ in 0..<16 {
            try turn(turns)
            turns += 1
        }
    } while nanoseconds() < end
    let seconds = Double(nanoseconds() - start) / 1e9
    print(Double(turns * work.unitsPerTurn) / seconds)
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
default:
    print("usage: microbench list | run NAME TURNS | time NAME SECONDS | latency NAME SECONDS")
    exit(2)
}
