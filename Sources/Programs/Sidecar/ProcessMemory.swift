import CProcess

enum ProcessMemory {
    /// Reading policy and catalogs takes many times what serving them does.
    static func releaseWhatStartNeeded() { cprocess_release_memory() }
}
