import Judge
import Lane
import NIOCore
import PostgresSession

/// Reads what the open transaction has defined, on the session's own connection: see `OwnDefinitions`.
final class OwnReading {
    private var promise: EventLoopPromise<[[String?]]>?
    fileprivate var timeout: Scheduled<Void>?

    fileprivate func ask(_ promise: EventLoopPromise<[[String?]]>) { self.promise = promise }

    func answered(_ answer: TextRows.Outcome) {
        let promise = promise
        self.promise = nil
        switch answer {
        case .rows(let rows): promise?.succeed(rows)
        case .failed(let reason): promise?.fail(UpstreamClient.QueryFailure(reason: reason))
        }
    }

    /// The session has ended.
    func stop() {
        timeout?.cancel()
        answered(.failed("the session has ended"))
    }
}

extension SessionDriver {
    func readOwnCatalog() {
        let loop = client.eventLoop
        let bound = NIOLoopBound(self, eventLoop: loop)
        let (keeper, slot) = (lane.keeper, seat.slot)
        ownPlace = ownPlace ?? lane.ownCatalogs.place()
        guard let known = keeper.catalog, ownPlace != nil,
            keeper.readingMilliseconds <= lane.limits.ownCatalogMillisecondsLimit
        else {
            // Not before what is being performed has been.
            return loop.execute { bound.value.ownRead(nil) }
        }
        lane.metrics.add(to: .catalogReads)
        let reading = OwnReading()
        ownReading = reading
        let (catalogs, limit) = (lane.ownCatalogs, TimeAmount.seconds(lane.limits.ownCatalogTimeoutSeconds))
        Task {
            let reader = CatalogReader { text in
                let promise = loop.makePromise(of: [[String?]].self)
                loop.execute { bound.value.ask(text, promise) }
                return try await promise.futureResult.get()
            }
            var judge: Judge?
            var hasTurn = false
            defer { if hasTurn { catalogs.endTurn() } }
            let catalog = try? await reader.read(within: known) {
                await catalogs.turn()
                hasTurn = true
                loop.execute { bound.value.watchReading(limit) }
            }
            if let catalog { judge = await keeper.ownJudge(of: slot, catalog) }
            let made = judge
            loop.execute { bound.value.ownRead(made) }
        }
    }

    /// A server that stalls.
    private func watchReading(_ limit: TimeAmount) {
        let bound = NIOLoopBound(self, eventLoop: client.eventLoop)
        ownReading?.timeout = client.eventLoop.scheduleTask(in: limit) {
            bound.value.end(
                LaneFailure(.unreachable, "the definitions of the open transaction could not be read in time"))
        }
    }

    private func ask(_ text: String, _ promise: EventLoopPromise<[[String?]]>) {
        guard !isEnded, let ownReading else {
            return promise.fail(UpstreamClient.QueryFailure(reason: "the session has ended"))
        }
        ownReading.ask(promise)
        machine.askOwn(text, rowsLimit: lane.limits.catalogRowsLimit)
        perform()
    }

    private func ownRead(_ judge: Judge?) {
        ownReading?.timeout?.cancel()
        ownReading = nil
        guard !isEnded else { return }
        machine.ownRead(judge)
        perform()
    }
}
