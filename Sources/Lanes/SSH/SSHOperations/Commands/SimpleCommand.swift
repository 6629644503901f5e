/// A program and its arguments, as they were read: every word is what the program gets.
package struct SimpleCommand: Sendable, Equatable {
    /// Never empty. Words are valid UTF-8 without control characters.
    package let words: [String]

    init(words: [String]) { self.words = words }

    package var program: String { words[0] }

    /// The program's name without its folder.
    package var programName: Substring { program.split(separator: "/").last ?? "" }

    package var arguments: ArraySlice<String> { words.dropFirst() }
}
