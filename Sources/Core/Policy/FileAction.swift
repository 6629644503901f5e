/// What is done to a file or a folder of a host, in the words of the policy file.
package enum FileAction: String, Codable, Sendable, CaseIterable {
    case read, write, list, stat, rename, remove, link, setstat
}
