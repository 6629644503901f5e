/// What a session's machine asks its driver for while it works; of one event loop.
final class SessionSeat {
    /// Changes with the policy.
    var slot: EvaluatorSlot
    /// Records of the log that the last intent is among; counted where the hub must have cosigned it.
    var intentSize: UInt64 = 0
    /// The hub must have cosigned an intent before it is acted on.
    var isStrict: Bool

    init(slot: EvaluatorSlot, isStrict: Bool) {
        self.slot = slot
        self.isStrict = isStrict
    }
}
