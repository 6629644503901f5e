import Glibc

/// The time of day, for what policy and tokens say in it.
enum WallClock {
    /// Since 1970.
    static var nowSeconds: Int64 { Int64(time(nil)) }
}
