/// The WHEN of a trigger: an expression of the server's own over raw rows, whatever the trigger's function is.
package struct ConditionOfTrigger: Sendable, Hashable {
    package var trigger: String
    package var events: AttachedCode.Events
    /// The columns that an update must assign; empty: any.
    package var columns: Set<String>
    /// `pg_get_triggerdef`
    package var definition: String

    package init(trigger: String, events: AttachedCode.Events, columns: Set<String> = [], definition: String) {
        self.trigger = trigger
        self.events = events
        self.columns = columns
        self.definition = definition
    }
}
