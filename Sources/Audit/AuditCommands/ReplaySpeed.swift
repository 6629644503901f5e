import ArgumentParser

/// How fast a session is shown again.
enum ReplaySpeed: ExpressibleByArgument, Equatable {
    case times(Double)
    case max

    init?(argument: String) {
        if argument == "max" {
            self = .max
        } else if let factor = Double(argument), factor.isFinite, factor > 0 {
            self = .times(factor)
        } else {
            return nil
        }
    }

    /// How long to wait between two records that were written so many microseconds apart; at most a day.
    func pauseMicroseconds(_ between: Int64) -> UInt64 {
        switch self {
        case .max: 0
        case .times(let factor): UInt64(min(Swift.max(0, Double(between)) / factor, 86_400e6))
        }
    }
}
