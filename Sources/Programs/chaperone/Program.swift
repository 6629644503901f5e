import ArgumentParser
import Glibc

/// An asynchronous `main` would end the first thread while the others go on, and the C library unwinds a thread that ends so:
/// for that there would have to be tables (dev/chaperone.ld). This one only waits.
@main
enum Program {
    static func main() {
        Task.detached {
            await Chaperone.main()
            exit(EXIT_SUCCESS)
        }
        while true { pause() }
    }
}
