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
        guard definitionsNumber != nil, !machine.hasOpenDefinitions else { return }
        definitionsNumber = nil
        let (keeper, since, reason) = (lane.keeper, NIODeadline.now(), DefinitionFence.Reason.definitions(id))
        let number = keeper.fence.endDefining(id)
        Task {
            await keeper.refresh(since: since)
            keeper.fence.lower(reason, number: number)
        }
    }

    /// What a session that ends has on its way may still be done, by what others define or for what it has defined itself: so it
    /// is ended at the server, and what there is then is read, before it is forgotten.
    func leaveTurns() {
        let fence = lane.keeper.fence
        let isBusy = machine.awaitsAnswers && (mustEndAtServer || seat.slot.openJudge.looksAtRelations)
        let raised: [(DefinitionFence.Reason, UInt64)] =
            [fenceNumber.map { (.session(id), $0) }, definitionsNumber.map { (.definitions(id), $0) }].compactMap(
                \.self)
        guard isBusy || !raised.isEmpty else { return fence.leave(id) }
        (fenceNumber, definitionsNumber) = (nil, nil)
        let loop = client.eventLoop
        fence.join(id) { _ in loop.makeSucceededFuture(true) }
        let (keeper, session, end) = (lane.keeper, id, endAtServer())
        Task {
            await end()
            if !raised.isEmpty { await keeper.refresh(since: .now()) }
            for (reason, number) in raised { fence.lower(reason, number: number) }
            fence.leave(session)
        }
    }
}
