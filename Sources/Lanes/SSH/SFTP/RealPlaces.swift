import SSHOperations

/// Paths of one request, and what the host makes of them: it is asked for one after the other.
struct RealPlaces: Sendable {
    private struct Place: Sendable {
        let path: HostPath
        /// It is meant itself, and not what it points at: what its folder is is asked.
        let isNamed: Bool
        var real: HostPath?

        var question: HostPath? { isNamed ? path.folder : path }
    }

    private var places: [Place]
    private var index = 0

    init(followed: HostPath) { places = [Place(path: followed, isNamed: false)] }

    init(named: [HostPath]) { places = named.map { Place(path: $0, isNamed: true) } }

    init(followed: HostPath, named: HostPath) {
        places = [Place(path: followed, isNamed: false), Place(path: named, isNamed: true)]
    }

    /// What is to be asked next; nil: nothing more.
    mutating func nextQuestion() -> HostPath? {
        while index < places.count {
            if let question = places[index].question { return question }
            index += 1
        }
        return nil
    }

    /// - Parameter real: nil: the host has no such path.
    mutating func answer(_ real: HostPath?) {
        if let real {
            let place = places[index]
            let isItself = !place.isNamed || place.path.parts.isEmpty
            places[index].real = isItself ? real : real.appending(place.path.parts.last ?? "")
        }
        index += 1
    }

    /// As the host has them; as they were asked for where it has none.
    var paths: [HostPath] { places.map { $0.real ?? $0.path } }

    /// Those that are others than were asked for.
    var differing: [HostPath] { places.compactMap { place in place.real.flatMap { $0 == place.path ? nil : $0 } } }
}
