import Dispatch
import Synchronization

/// Runs work that blocks for several inputs at once, as many as there are processors.
package enum AtOnce {
    /// - Returns: what came of each input, in their order.
    package static func run<Input: Sendable, Value: Sendable>(
        _ inputs: [Input], _ work: @escaping @Sendable (Input) throws -> Value
    ) -> [Result<Value, any Error>] {
        let results = Mutex<[Int: Result<Value, any Error>]>([:])
        DispatchQueue.concurrentPerform(iterations: inputs.count) { index in
            let result = Result { try work(inputs[index]) }
            results.withLock { $0[index] = result }
        }
        return results.withLock { found in inputs.indices.compactMap { found[$0] } }
    }
}
