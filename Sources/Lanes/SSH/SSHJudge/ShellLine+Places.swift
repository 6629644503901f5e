import SSHOperations

extension ShellLine {
    /// Where its programs may look: what of its words begins at the file system's root, also behind a flag's name
    /// (`--file=/srv/x`), and everything under it.
    var places: [FilePlace] {
        commands.flatMap { command in
            command.words.compactMap { word in
                guard let slash = word.utf8.firstIndex(of: UInt8(ascii: "/")),
                    let path = HostPath(String(word[slash...]))
                else { return nil }
                return FilePlace(path: path, reach: .tree)
            }
        }
    }
}
