/// Why a test could not do its work: never used for the difference that a test looks for.
package struct TestFailure: Error, CustomStringConvertible {
    package let description: String

    package init(_ description: String) {
        self.description = description
    }
}
