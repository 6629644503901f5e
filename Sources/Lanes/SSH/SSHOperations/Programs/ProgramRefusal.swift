/// Why what begins as a program that moves files is not read as one. Names nothing of the text but flags that are known by name.
package enum ProgramRefusal: Error, Sendable, Equatable {
    /// Of rsync, as its manual writes it.
    case rsyncFlag(String)
    case rsyncOption
    /// `-vv`: rsync tells what filter rules in the data read.
    case rsyncVerbose
    case rsyncAlgorithms
    case rsyncRemoves
    case rsyncPaths
    case scp

    package var thing: String {
        switch self {
        case .rsyncFlag(let name): "the flag \(name) of rsync is not known here"
        case .rsyncOption: "it has an option of rsync that is not known here"
        case .rsyncVerbose: "more than one -v has rsync show what rules about names say"
        case .rsyncAlgorithms: "which algorithms rsync is to ask for is not known here"
        case .rsyncRemoves: "rsync is to remove what it has sent"
        case .rsyncPaths: "the paths of rsync do not stand alone behind a point"
        case .scp: "the flags and paths of scp are none that are known here (-f or -t, -r -p -d -v -q)"
        }
    }

    package var remedy: String {
        switch self {
        case .rsyncFlag, .rsyncOption: "leave it out"
        case .rsyncVerbose: "say -v once"
        case .rsyncAlgorithms: "say -z once at most, and name the algorithm or leave it out"
        case .rsyncRemoves: "leave --remove-source-files out, and remove files by sftp"
        case .rsyncPaths: "name at least one path, and none that begins with -"
        case .scp: "use scp without -O, or sftp"
        }
    }
}
