import NIOCore

/// A call from when it is made until it has its answer. Lives on one event loop.
final class PendingCall {
    let call: HubCall
    /// Once it has one; closed with the call when that is given up.
    var connection: ExchangeHandler?
    private let promise: EventLoopPromise<HubAnswer>
    private var timeout: Scheduled<Void>?
    private(set) var isOver = false

    /// - Parameter address: the hub's, for what is said when it does not answer in time.
    init(_ call: HubCall, to address: HubAddress, on eventLoop: any EventLoop) {
        self.call = call
        promise = eventLoop.makePromise()
        let seconds = call.timeoutSeconds
        timeout = eventLoop.assumeIsolated().scheduleTask(in: .seconds(Int64(seconds))) { [weak self] in
            self?.fail(.timedOut(address: address.text, seconds: seconds))
        }
    }

    var answer: EventLoopFuture<HubAnswer> { promise.futureResult }

    /// Gives it up.
    func fail(_ failure: HubFailure) {
        guard !isOver else { return }
        end(.failure(failure))
        connection?.close()
    }

    func end(_ result: Result<HubAnswer, any Error>) {
        guard !isOver else { return }
        isOver = true
        timeout?.cancel()
        promise.completeWith(result)
    }
}
