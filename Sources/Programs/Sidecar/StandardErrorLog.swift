import Glibc
package import Logging

/// The log on stderr: one JSON object a line, or words on a terminal. What is logged holds no statement and no secret;
/// this only makes sure that no text can forge a line.
package struct StandardErrorLog: LogHandler {
    package var metadata: Logger.Metadata = [:]
    package var logLevel: Logger.Level
    private let isJSON: Bool

    package init(level: Logger.Level, format: RunOptions.LogFormat) {
        logLevel = level
        isJSON =
            switch format {
            case .json: true
            case .text: false
            case .auto: isatty(STDERR_FILENO) == 0
            }
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        let all = metadata.merging(event.metadata ?? [:]) { $1 }.sorted { $0.key < $1.key }
        var line: String
        if isJSON {
            line =
                "{\"at\":\"\(Clock.now())\",\"level\":\"\(event.level)\",\"message\":\(JSONText.string("\(event.message)"))"
            for (key, value) in all { line += ",\(JSONText.string(key)):\(JSONText.string("\(value)"))" }
            line += "}\n"
        } else {
            line = "\(Clock.now()) \(event.level) \(JSONText.escaped("\(event.message)"))"
            for (key, value) in all { line += " \(key)=\(JSONText.string("\(value)"))" }
            line += "\n"
        }
        let bytes = Array(line.utf8)
        _ = bytes.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
