import NIOCore
import PostgresSession

/// What waits for definitions: see `DefinitionFence`.
extension SessionDriver {
    /// Another session of the lane may be committing a definition, or a catalog that has changed is being read: what comes
    /// now is judged afterwards. Not for longer than the lane knows what it knows, or than a definition may take: one that
    /// waits for a lock of this very session would wait for ever.
    func mustWaitAtFence() -> Bool {
        guard let obstacle = lane.keeper.fence.obstacle(to: id, after: fencedSince) else { return false }
        fenced = ByteBuffer()
        let loop = client.eventLoop
        let bound = NIOLoopBound(self, eventLoop: loop)
        let limit =
            lane.keeper.fence.isReading || lane.keeper.fence.onlyReads(besides: id)
            ? TimeAmount.seconds(lane.limits.knowledgeAgeLimitSeconds)
            : .milliseconds(lane.limits.fenceMilliseconds)
        fenceTimeout = loop.scheduleTask(in: limit) { bound.value.passFence(obstacle) }
        waitAtFence()
        return true
    }

    private func waitAtFence() {
        let loop = client.eventLoop
        let bound = NIOLoopBound(self, eventLoop: loop)
        lane.keeper.fence.whenLowered { loop.execute { bound.value.fenceLowered() } }
    }

    private func fenceLowered() {
        guard fenced != nil, !isEnded else { return }
        if lane.keeper.fence.obstacle(to: id, after: fencedSince) == nil {
            passFence(fencedSince)
        } else {
            waitAtFence()
        }
    }

    private func passFence(_ obstacle: UInt64) {
        guard var bytes = fenced, !isEnded else { return }
        fenceTimeout?.cancel()
        fencedSince = max(fencedSince, obstacle)
        fenced = nil
        machine.receiveFromClient(&bytes)
        perform()
    }

    /// Other sessions wait from the moment that this one may commit a definition until a reading that began after its end.
    func updateFence() {
        updateDefinitions()
        guard machine.mayDefine != (fenceNumber != nil) else { return }
        let (keeper, fence, id) = (lane.keeper, lane.keeper.fence, id)
        guard let number = fenceNumber else {
            fenceNumber = fence.raise(.session(id))
            return
        }
        fenceNumber = nil
        let since = NIODeadline.now()
        Task {
            await keeper.refresh(since: since)
            fence.lower(.session(id), number: number)
        }
    }
}
