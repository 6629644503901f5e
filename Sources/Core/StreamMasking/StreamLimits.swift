/// What may be held back of a stream, so that its memory is bounded whatever comes.
package enum StreamLimits {
    /// A line is searched whole up to so many bytes; a longer one in windows of so many.
    package static let windowBytes = 65_536
    /// By how much two windows overlap: no finding but an address or URL is as long.
    package static let overlapBytes = 1_024
    /// What the search sees of the text before, which has gone: detectors look at words up to 128 bytes away, each of which may be
    /// written as an escape of up to ten (`&#0000083;`).
    package static let contextBytes = 128 * 10
    /// A control sequence of a terminal: more than programs write.
    package static let sequenceBytesLimit = 64
    /// A string that a terminal takes for itself: a title, a link, what goes to the clipboard.
    package static let controlStringBytesLimit = 4_096
}
