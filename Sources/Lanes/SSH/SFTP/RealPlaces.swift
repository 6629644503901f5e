import SSHOperations

/// Paths of one request, and what the host makes of them: it is asked for one after the other. What it has not told is not
/// known, and no place of a request is guessed.
struct RealPlaces: Sendable, Equatable {
    private struct Place: Sendable, Equatable {
        let path: HostPath
        /// It is meant itself, and not what it points at: what its folder is is asked.
        let isNamed: Bool
        /// Nothing is done there: what a symbolic link says need not be there.
        var isSaid = false
        var real: HostPath?

        var question: HostPath? { isNamed ? path.folder : path }
    }

    private var places: [Place]
    private var index = 0
    /// What the host has answered for a path that it does not tell (`SFTPStatus`): nothing can be done there.
    private(set) var untold: UInt32?

    init(followed: HostPath) { places = [Place(path: followed, isNamed: false)] }

    init(named: [HostPath]) { places = named.map { Place(path: $0, isNamed: true) } }

    init(said: HostPath, named: HostPath) {
        places = [Place(path: said, isNamed: false, isSaid: true), Place(path: named, isNamed: true)]
    }

    /// What is to be asked next; nil: nothing more.
    mutating func nextQuestion() -> HostPath? {
        guard index < places.count else { return nil }
        if let question = places[index].question { return question }
        // It begins at a home that the host has not told.
        answer(nil, SFTPStatus.failure)
        return nextQuestion()
    }

    /// - Parameters:
    ///   - real: nil: the host does not tell.
    ///   - status: what it has answered instead.
    mutating func answer(_ real: HostPath?, _ status: UInt32 = SFTPStatus.ok) {
        let place = places[index]
        if let real {
            let isItself = !place.isNamed || place.path.parts.isEmpty
            places[index].real = isItself ? real : real.appending(place.path.parts.last ?? "")
        } else if !place.isSaid {
            untold = untold ?? (status == SFTPStatus.ok ? SFTPStatus.failure : status)
        }
        index += 1
    }

    /// The same, to be asked once more.
    var anew: RealPlaces {
        var copy = self
        copy.index = 0
        copy.untold = nil
        for index in copy.places.indices { copy.places[index].real = nil }
        return copy
    }

    /// As the host has them; as they were asked for where it has none.
    var paths: [HostPath] { places.map { $0.real ?? $0.path } }

    /// Those that are others than were asked for.
    var differing: [HostPath] { places.compactMap { place in place.real.flatMap { $0 == place.path ? nil : $0 } } }
}
