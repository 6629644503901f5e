package import PostgresWire

/// What a client asks for in its startup packet, sorted.
package struct StartupOptions: Sendable, Equatable {
    package var user = ""
    package var database: String?
    package var wantsReplication = false
    /// Run-time parameters, those of `options` included.
    package var settings: [StartupPacket.Parameter] = []
    /// `_pq_.` protocol options that are not known here.
    package var unknownProtocolOptions: [String] = []
    /// A part of `options` that is neither `-c name=value` nor `--name=value`.
    package var malformedOption = false

    package init(_ parameters: [StartupPacket.Parameter]) {
        for parameter in parameters {
            switch parameter.name {
            case "user": user = parameter.value
            case "database": database = parameter.value
            case "replication":
                wantsReplication = !["false", "off", "no", "0"].contains(parameter.value.lowercased())
            case "options": addOptions(parameter.value)
            case let name where name.hasPrefix("_pq_."): unknownProtocolOptions.append(name)
            default: settings.append(parameter)
            }
        }
    }

    package var applicationName: String { settings.last { $0.name == "application_name" }?.value ?? "" }

    /// What unqualified names mean from the start; the server takes the last of several.
    package var searchPath: String? { settings.last { $0.name.lowercased() == "search_path" }?.value }

    package var statementTimeout: String? { settings.last { $0.name.lowercased() == "statement_timeout" }?.value }

    private mutating func addOptions(_ text: String) {
        var words = Self.words(text)[...]
        while let word = words.popFirst() {
            if word == "-c" {
                guard let assignment = words.popFirst() else {
                    malformedOption = true
                    return
                }
                add(assignment)
            } else if word.hasPrefix("-c") || word.hasPrefix("--") {
                add(String(word.dropFirst(2)))
            } else {
                malformedOption = true
            }
        }
    }

    private mutating func add(_ assignment: String) {
        guard let equals = assignment.firstIndex(of: "="), equals > assignment.startIndex else {
            malformedOption = true
            return
        }
        let name = assignment[..<equals].map { $0 == "-" ? "_" : $0 }
        settings.append(
            StartupPacket.Parameter(name: String(name), value: String(assignment[assignment.index(after: equals)...])))
    }

    /// PostgreSQL's own splitting: white space, with a backslash before what is meant literally.
    private static func words(_ text: String) -> [String] {
        var words: [String] = []
        var word = ""
        var isEscaped = false
        for character in text {
            if isEscaped {
                word.append(character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else if character.isWhitespace {
                if !word.isEmpty { words.append(word) }
                word = ""
            } else {
                word.append(character)
            }
        }
        return word.isEmpty ? words : words + [word]
    }
}
