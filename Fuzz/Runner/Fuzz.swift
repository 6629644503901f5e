import CFuzzer
import FuzzTargets
import Glibc

/// `fuzz seeds TARGET FOLDER` writes the inputs to begin with; `fuzz TARGET [options and folders of libFuzzer]` fuzzes,
/// or runs the one file that is named; `fuzz list` prints the targets. Exit code 64: wrong usage; else libFuzzer's.
@main
struct Fuzz {
    static func main() {
        let arguments = CommandLine.arguments.dropFirst()
        switch arguments.first {
        case "list": for target in FuzzTarget.allCases { print(target.rawValue) }
        case "seeds" where arguments.count == 3:
            guard let target = FuzzTarget(rawValue: CommandLine.arguments[2]) else { wrongUsage() }
            for (number, seed) in target.seeds.enumerated() {
                write(seed, to: "\(CommandLine.arguments[3])/seed-\(number)")
            }
        case .some(let name):
            guard let target = FuzzTarget(rawValue: name) else { wrongUsage() }
            chosen = target
            exit(drive())
        case nil: wrongUsage()
        }
    }

    /// The one that is fuzzed: libFuzzer's callback carries nothing. Set once, before it is called.
    nonisolated(unsafe) private static var chosen = FuzzTarget.framing

    private static func drive() -> Int32 {
        // libFuzzer sees its own arguments: the program's name stands for the target's.
        var count = CommandLine.argc - 1
        var values: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv + 1
        values?[0] = CommandLine.unsafeArgv[0]
        return LLVMFuzzerRunDriver(&count, &values, { Fuzz.test($0, $1) })
    }

    private static func test(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
        let input = Array(UnsafeBufferPointer(start: bytes, count: count))
        do throws(BrokenProperty) { try chosen.run(input) } catch { fatalError(error.description) }
        return 0
    }

    private static func write(_ bytes: [UInt8], to path: String) {
        guard let file = fopen(path, "w") else { fatalError("cannot write \(path)") }
        fwrite(bytes, 1, bytes.count, file)
        fclose(file)
    }

    private static func wrongUsage() -> Never {
        let words = "usage: fuzz list | fuzz seeds TARGET FOLDER | fuzz TARGET [libFuzzer's options and folders]\n"
        _ = Glibc.write(STDERR_FILENO, words, words.utf8.count)
        exit(64)
    }
}
