import Judge
import NIOCore
import PostgresSession

/// Turns with what sessions of the lane define: see `SessionMachine.Turn`.
extension SessionDriver {
    func joinTurns() {
        let loop = client.eventLoop
        let bound = NIOLoopBound(self, eventLoop: loop)
        lane.keeper.fence.join(id) { defined in
            loop.submit { !bound.value.isEnded && bound.value.machine.isUsing(defined) }
        }
    }

    /// Others know of the definition before they are asked: what they send from now on is judged with it in mind.
    func takeTurn(_ defined: DefinedNames) {
        definitionsNumber = lane.keeper.fence.define(defined, by: id)
        ask(defined, until: .now() + .seconds(lane.limits.turnSecondsLimit))
    }

    private func ask(_ defined: DefinedNames, until deadline: NIODeadline) {
        let loop = client.eventLoop
        let bound = NIOLoopBound(self, eventLoop: loop)
        // An event loop that does not answer any more runs no session.
        EventLoopFuture.whenAllComplete(lane.keeper.fence.uses(of: defined, besides: id), on: loop).whenSuccess {
            uses in
            let isUsed = uses.contains { (try? $0.get()) ?? false }
            bound.value.heard(isUsed, defined, until: deadline)
        }
    }

    private func heard(_ isUsed: Bool, _ defined: DefinedNames, until deadline: NIODeadline) {
        guard !isEnded else { return }
        if isUsed, NIODeadline.now() < deadline {
            let bound = NIOLoopBound(self, eventLoop: client.eventLoop)
            client.eventLoop.scheduleTask(in: .milliseconds(lane.limits.turnPauseMilliseconds)) {
                if !bound.value.isEnded { bound.value.ask(defined, until: deadline) }
            }
            return
        }
        machine.turn(isTaken: !isUsed)
        perform()
    }

    /// The others go on when a reading that began after the transaction's end knows what it has made.
    func updateDefinitions() {
        guard let number = definitionsNumber, !machine.hasOpenDefinitions else { return }
        definitionsNumber = nil
        lower([(.definitions(id), number)])
    }

    /// What a session that ends has sent may still be done: it is cancelled, and what there is then is read.
    func leaveTurns() {
        let fence = lane.keeper.fence
        fence.leave(id)
        let raised: [(DefinitionFence.Reason, UInt64)] =
            [fenceNumber.map { (.session(id), $0) }, definitionsNumber.map { (.definitions(id), $0) }].compactMap(
                \.self)
        guard !raised.isEmpty else { return }
        (fenceNumber, definitionsNumber) = (nil, nil)
        let bound = NIOLoopBound(self, eventLoop: client.eventLoop)
        cancelAtEnd().whenComplete { _ in bound.value.lower(raised) }
    }

    private func lower(_ raised: [(DefinitionFence.Reason, UInt64)]) {
        let (keeper, since) = (lane.keeper, NIODeadline.now())
        Task {
            await keeper.refresh(since: since)
            for (reason, number) in raised { keeper.fence.lower(reason, number: number) }
        }
    }
}
