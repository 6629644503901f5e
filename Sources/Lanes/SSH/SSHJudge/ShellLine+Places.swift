import SSHOperations

extension ShellLine {
    /// Where its programs may look (see `WordPlaces`).
    var places: [FilePlace] {
        var all: [FilePlace] = []
        for word in commands.lazy.flatMap(\.words) {
            all += WordPlaces.places(word)
            guard all.count <= WordPlaces.lineLimit else { return WordPlaces.anywhere }
        }
        return all
    }
}
