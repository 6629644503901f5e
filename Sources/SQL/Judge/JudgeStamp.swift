/// Which judge something was ruled by, as far as another could rule otherwise.
package struct JudgeStamp: Sendable, Equatable {
    /// The same for judges of the same policy and role.
    package var revision: UInt64
    /// The same for judges of the same policy, role and catalog.
    package var knowledge: UInt64

    package init(revision: UInt64 = 0, knowledge: UInt64 = 0) {
        self.revision = revision
        self.knowledge = knowledge
    }
}
