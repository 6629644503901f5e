/// In which form a log lies in a folder.
package enum LogLayout: Sendable, Equatable {
    /// An instance's own folder: segment files.
    case spool
    /// C2SP tlog-tiles.
    case tiles
}
