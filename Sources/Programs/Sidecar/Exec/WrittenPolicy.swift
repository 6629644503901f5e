import Glibc
import SmallFiles

/// A policy as it is written, YAML, which `chaperone exec` has the hub's program compile at each start. It is signed by a key that is
/// made for the state, and kept there: what is trusted is the file, as its user wrote it.
package struct WrittenPolicy: Sendable, Equatable {
    package struct Failure: Error, Sendable, Equatable { package var reason: String }

    package let file: String
    private let folder: String

    /// Nil: its name is not one of YAML. What is in the file decides nothing: a bundle that has lost its signature is no policy.
    package init?(file: String, state: String) {
        guard file.hasSuffix(".yaml") || file.hasSuffix(".yml") else { return nil }
        self.file = file
        folder = "\(state)/policy"
    }

    /// Where the compiled one goes.
    var bundle: String { "\(folder)/policy.bundle" }
    var trustKey: String { "\(folder)/policy.pub" }
    private var key: String { "\(folder)/policy.key" }

    /// Whoever has the state's lock may do so. Blocks until it is done; what is wrong with the policy the hub's program says on
    /// standard error.
    func compile() throws(Failure) {
        do throws(HubProgram.Failure) {
            // What is taken below is what was compiled here: an older one is gone.
            guard unlink(bundle) == 0 || errno == ENOENT else {
                throw HubProgram.Failure(reason: "\(bundle) cannot be removed: \(String(cString: strerror(errno)))")
            }
            if SmallFile.exists(key), !SmallFile.exists(trustKey) {
                throw HubProgram.Failure(reason: "\(folder) has a key without its policy.pub: delete that folder")
            }
            if !SmallFile.exists(key) {
                try HubProgram.run(["policy", "keygen", "--out", folder])
            }
            try HubProgram.run(["policy", "compile", file, "--key", key, "--out", bundle])
        } catch { throw Failure(reason: "--policy \(file): \(error.reason)") }
    }
}
