import Glibc

/// The time of day, for what policy and tokens say in it.
package enum WallClock {
    /// Since 1970.
    package static var nowSeconds: Int64 { Int64(time(nil)) }
}
