import Glibc
import HubClient
import SmallFiles

/// Where the hub is, and what it is known by. Checked.
struct HubPlace: Sendable {
    var address: HubAddress
    /// PEM.
    var authorities: String
    var tokenFile: HubSource.TokenFile?
    var waitSeconds: Int

    /// What this sidecar enrols with; read anew each time, for it may have been replaced.
    func token() throws(SmallFile.Failure) -> EnrolToken {
        let (path, kind): (String, EnrolToken.Kind)
        switch tokenFile {
        case .oneTime(let file): (path, kind) = (file, .oneTime)
        case .oidc(let file): (path, kind) = (file, .oidc)
        case nil:
            throw SmallFile.Failure(
                path: "--enrol-token-file",
                reason: "there is nothing to enrol with: give it a token of chaperone-hub enrol-token create, or give "
                    + "--oidc-token-file")
        }
        let text: String
        do { text = try SmallFile.lines(path).first ?? "" } catch  where error.isDenied {
            throw SmallFile.Failure(
                path: path,
                reason:
                    "\(error.reason): the sidecar's user (uid \(geteuid())) has to be able to read it, and to reach the "
                    + "folders above it")
        }
        guard !text.isEmpty else { throw SmallFile.Failure(path: path, reason: "empty: it must hold a token") }
        return EnrolToken(kind: kind, text: text)
    }
}
