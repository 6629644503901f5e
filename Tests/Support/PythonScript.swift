import Foundation

/// A script under Tests/Scripts, run with the drivers that `dev/install` puts into `.build/test-venv`.
package enum PythonScript {
    package static func run(_ name: String, _ arguments: [String], timeoutSeconds: Double = 180) throws {
        let python = Repository.root.appending(path: ".build/test-venv/bin/python").path()
        let script = Repository.root.appending(path: "Tests/Scripts").appending(path: name).path()
        guard FileManager.default.isExecutableFile(atPath: python) else {
            throw TestFailure("there is no .build/test-venv: run dev/install")
        }
        try Command(python, [script] + arguments, timeoutSeconds: timeoutSeconds).check()
    }
}
