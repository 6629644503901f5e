import SSHOperations

extension ShellLine {
    /// Where its programs may look (see `WordPlaces`).
    var places: [FilePlace] { commands.flatMap { $0.words.flatMap { WordPlaces.places($0) } } }
}
