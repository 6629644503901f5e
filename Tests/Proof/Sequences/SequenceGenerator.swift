import TestSupport

/// Makes what a client sends: sequences of messages, valid and not, by a seed. The same number gives the same sequence.
package struct SequenceGenerator: Sendable {
    /// One thing that a client does.
    enum Step {
        case send([UInt8])
        case pause(microseconds: UInt32)
        /// A CancelRequest over a connection of its own.
        case cancel
        /// The connection is closed, without a word.
        case hangUp
    }

    private let seed: UInt64
    static let textsPerSequence = 64

    package init(seed: UInt64) { self.seed = seed }

    /// - Parameter number: from 0.
    func sequence(_ number: Int) -> [Step] {
        var maker = Maker(
            random: SeededGenerator(seed: seed &+ UInt64(number) &* 0x2545_F491_4F6C_DD1D),
            text: number * Self.textsPerSequence)
        return maker.steps()
    }

    private struct Maker {
        var random: SeededGenerator
        /// The number of the next text.
        var text: Int
        private let names = ["", "", "a", "b", "c"] + (1...3).map { String(repeating: "n", count: 62) + "\($0)x" }

        init(random: SeededGenerator, text: Int) {
            self.random = random
            self.text = text
        }

        mutating func number(_ range: Range<Int>) -> Int { Int.random(in: range, using: &random) }
        mutating func name() -> String { names.randomElement(using: &random) ?? "" }
        mutating func kind() -> UInt8 { number(0..<2) == 0 ? UInt8(ascii: "S") : UInt8(ascii: "P") }

        mutating func sql() -> Text {
            defer { text += 1 }
            return number(0..<14) == 0 ? Text.refused(text, &random) : Text.random(text, &random)
        }

        // MARK: steps

        mutating func steps() -> [Step] {
            var steps: [Step] = []
            for _ in 0..<number(2..<9) {
                switch number(0..<60) {
                case 0: steps.append(.cancel)
                case 1: return steps + [.hangUp]
                case 2: return steps + [.send(FrontendMessage.terminate)]
                case 3: steps.append(.pause(microseconds: UInt32(number(5_000..<20_000))))
                case 4...12: steps.append(.pause(microseconds: UInt32(number(0..<2_000))))
                default: steps += cut(piece())
                }
            }
            return steps
        }

        /// Mostly whole; sometimes in two parts.
        private mutating func cut(_ bytes: [UInt8]) -> [Step] {
            guard bytes.count > 1, number(0..<5) == 0 else { return [.send(bytes)] }
            let place = number(1..<bytes.count)
            return [
                .send(Array(bytes[..<place])), .pause(microseconds: UInt32(number(0..<1_500))),
                .send(Array(bytes[place...])),
            ]
        }

        private mutating func piece() -> [UInt8] {
            switch number(0..<20) {
            case 0...6: return simple()
            case 7...9: return simple() + simple()
            case 10...14: return pipeline()
            case 15, 16: return (0..<number(1..<5)).flatMap { _ in message() }
            case 17, 18: return copy()
            default: return number(0..<3) == 0 ? malformed() : message()
            }
        }

        private mutating func simple() -> [UInt8] { FrontendMessage.query(sql().sql) }

        private mutating func copy() -> [UInt8] {
            let isQuery = number(0..<2) == 0
            let marker = Marker(text: text, index: 0, manner: .copyIn)
            text += 1
            let sql = "COPY seq.lines FROM STDIN /*\(marker)*/"
            let start =
                isQuery
                ? FrontendMessage.query(sql)
                : parse("", sql) + bind("", "") + execute("") + (number(0..<2) == 0 ? FrontendMessage.sync : [])
            return start + (0..<number(1..<6)).flatMap { _ in data() } + (isQuery ? [] : FrontendMessage.sync)
        }

        private mutating func data() -> [UInt8] {
            switch number(0..<10) {
            case 0...3: return FrontendMessage.message("d", Array("\(number(0..<9))\tnote\n".utf8))
            case 4: return FrontendMessage.message("d", Array("bad\tnote\n".utf8))
            case 5: return FrontendMessage.message("d", Array("1\t***\n1".utf8))
            case 6, 7: return FrontendMessage.message("c", [])
            case 8: return FrontendMessage.message("f", Array("no\0".utf8))
            default: return number(0..<2) == 0 ? FrontendMessage.sync : FrontendMessage.message("H", [])
            }
        }

        // MARK: the extended protocol

        private mutating func pipeline() -> [UInt8] {
            var bytes: [UInt8] = []
            for _ in 0..<number(1..<5) {
                let (statement, portal) = (name(), name())
                if number(0..<4) > 0 { bytes += parse(statement, sql().sql) }
                bytes += bind(portal, statement)
                if number(0..<3) == 0 { bytes += describe() }
                bytes += execute(portal)
                if number(0..<6) == 0 { bytes += FrontendMessage.sync }
            }
            return number(0..<8) == 0 ? bytes : bytes + FrontendMessage.sync
        }

        private mutating func message() -> [UInt8] {
            switch number(0..<12) {
            case 0, 1: return parse(name(), sql().sql)
            case 2, 3: return bind(name(), name())
            case 4: return describe()
            case 5, 6: return execute(name())
            case 7: return FrontendMessage.message("C", [kind()] + Array(name().utf8) + [0])
            case 8: return FrontendMessage.message("H", [])
            case 9, 10: return FrontendMessage.sync
            default: return data()
            }
        }

        private func parse(_ name: String, _ sql: String) -> [UInt8] {
            FrontendMessage.message("P", Array(name.utf8) + [0] + Array(sql.utf8) + [0, 0, 0])
        }

        private mutating func bind(_ portal: String, _ statement: String) -> [UInt8] {
            // One parameter too many, at times.
            let values: [UInt8] = number(0..<15) == 0 ? [0, 0, 0, 1, 0, 0, 0, 1, 65] : [0, 0, 0, 0]
            return FrontendMessage.message(
                "B", Array(portal.utf8) + [0] + Array(statement.utf8) + [0] + values + [0, 1, 0, UInt8(number(0..<2))])
        }

        private mutating func describe() -> [UInt8] {
            FrontendMessage.message("D", [kind()] + Array(name().utf8) + [0])
        }

        private mutating func execute(_ portal: String) -> [UInt8] {
            FrontendMessage.message("E", Array(portal.utf8) + [0, 0, 0, 0, UInt8(number(0..<3))])
        }

        // MARK: what is no message

        private mutating func malformed() -> [UInt8] {
            var bytes = message()
            switch number(0..<6) {
            // Another length than the body's.
            case 0: bytes[4] = bytes[4] &+ 1
            case 1: bytes[4] = bytes[4] &- 1
            case 2: bytes = FrontendMessage.message(["H", "S", "c", "X"][number(0..<4)], [UInt8(number(0..<256))])
            case 3: bytes = FrontendMessage.message(["F", "p", "G", "z"][number(0..<4)], [0, 0, 0, 1])
            case 4: bytes = [bytes[0], 0, 0, 0, UInt8(number(0..<4))]
            default: bytes = FrontendMessage.message(Unicode.Scalar(bytes[0]), Array(bytes.dropFirst(5)) + [0])
            }
            return bytes
        }
    }
}
