import Judge
import Lane
import NIOCore
import PostgresSession

/// What a late answer waits for: see `SessionMachine.isAsJudged`.
extension SessionDriver {
    /// By what the statements on their way were judged, and when that was last known to be so.
    struct Evidence {
        var judge: Judge
        var own: Judge?
        var since: NIODeadline
    }

    /// Called whenever something has been sent, or answered.
    func noteEvidence() {
        guard machine.awaitsAnswers else {
            evidence = nil
            return
        }
        guard evidence == nil else { return }
        let judge = seat.slot.openJudge
        if judge.looksAtRelations { evidence = Evidence(judge: judge, own: machine.judgeOfOwn, since: .now()) }
    }

    /// The server's bytes wait until it is known that nothing has changed that they could show.
    func mustAskFirst() -> Bool {
        if lateAnswer != nil { return true }
        guard let evidence else { return false }
        let now = NIODeadline.now()
        guard now - evidence.since > .milliseconds(lane.limits.watchPauseMilliseconds) else { return false }
        lateAnswer = ByteBuffer()
        let (keeper, loop) = (lane.keeper, client.eventLoop)
        let bound = NIOLoopBound(self, eventLoop: loop)
        Task {
            let isKnown = await keeper.learn(since: now)
            loop.execute { bound.value.learned(isKnown, at: now) }
        }
        return true
    }

    private func learned(_ isKnown: Bool, at time: NIODeadline) {
        guard var bytes = lateAnswer, let evidence, !isEnded else { return }
        lateAnswer = nil
        guard isKnown, let catalog = lane.keeper.catalog,
            machine.isAsJudged(by: evidence.judge, own: evidence.own, in: catalog)
        else {
            return end(
                LaneFailure(
                    .policyChanged,
                    "what this statement names was changed while it waited at the server, and its answer is withheld: "
                        + "connect again and repeat it"))
        }
        self.evidence = Evidence(judge: seat.slot.openJudge, own: machine.judgeOfOwn, since: time)
        machine.receiveFromUpstream(&bytes)
        perform()
    }
}
