/// The limits of what is read of a command.
package enum OperationLimits {
    package static let commandBytesLimit = 32_768
    package static let wordsLimit = 1_024
    package static let commandsLimit = 32
    /// A word in which a slot is followed by something: a longer one fits no template, since where the slot ends is tried.
    package static let partedWordBytesLimit = 256
    package static let pathBytesLimit = 4_096
}
