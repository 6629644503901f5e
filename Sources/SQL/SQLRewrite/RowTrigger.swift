/// A trigger that may change a row before it is stored: BEFORE INSERT or UPDATE, for each row, not switched off.
package struct RowTrigger: Sendable, Hashable {
    package enum Writes: Sendable, Hashable {
        /// Whatever its function likes.
        case anything
        /// These columns, for its function is known.
        case columns(Set<String>)
        /// What the text of a function in PL/pgSQL says.
        case body(String)
    }

    package var name: String
    package var events: AttachedCode.Events
    /// The columns that an update must assign; empty: any.
    package var columns: Set<String>
    package var writes: Writes
    /// What the server's own function makes of it what it writes.
    package var reads: Set<String> = []

    package init(name: String, events: AttachedCode.Events, columns: Set<String> = [], writes: Writes) {
        self.name = name
        self.events = events
        self.columns = columns
        self.writes = writes
    }

    /// Nil where they could be any.
    package var written: Set<String>? {
        switch writes {
        case .anything: nil
        case .columns(let columns): columns
        case .body(let text): TriggerBody.written(by: text)
        }
    }
}
