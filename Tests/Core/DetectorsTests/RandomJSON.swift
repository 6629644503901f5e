import TestSupport

/// JSON values made of what detectors look for.
enum RandomJSON {
    static func make(_ generator: inout SeededGenerator, depth: Int) -> String {
        switch Int.random(in: 0..<(depth > 0 ? 6 : 3), using: &generator) {
        case 0: numbers[Int.random(in: 0..<numbers.count, using: &generator)]
        case 1, 2: string(&generator)
        case 3, 4:
            "{"
                + (0..<Int.random(in: 0...4, using: &generator)).map { _ in
                    string(&generator) + ": " + make(&generator, depth: depth - 1)
                }.joined(separator: ", ") + "}"
        default:
            "["
                + (0..<Int.random(in: 0...4, using: &generator)).map { _ in make(&generator, depth: depth - 1) }
                .joined(separator: ",") + "]"
        }
    }

    private static let numbers = [
        "1234567893", "-1234567893", "4111111111111111", "536220001", "19800503", "1234567893.5", "1.5e10", "0", "true",
        "null", "3125550147", "13125550147",
    ]

    private static func string(_ generator: inout SeededGenerator) -> String {
        var quoted = "\""
        for scalar in RandomText.make(&generator, pieces: 5).unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += ["\\\\", "\\n", "\\u0041", "\\t"].randomElement(using: &generator) ?? "\\\\"
            case "\n": quoted += "\\n"
            case "\t": quoted += "\\t"
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
