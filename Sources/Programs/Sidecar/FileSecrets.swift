import Lane
import Policy
import PostgresLane
import SSHKeys
import SSHLane
import SmallFiles

/// Secrets in a folder: one file for each credential, and `pseudonym.key`. None may be readable by others.
struct FileSecrets: LaneSecrets {
    let folder: String

    func credentials(of target: Target, _ problems: inout [String]) -> (any CredentialSource)? {
        guard !target.credential.contains("/"), !target.credential.hasPrefix(".") else {
            problems.append("target \"\(target.name)\": credential name \"\(target.credential)\" is not a file name")
            return nil
        }
        do {
            let lines = try SmallFile.lines("\(folder)/\(target.credential)", others: .nobody)
            if let terms = target.ssh { return try key(lines, terms, of: target) }
            guard lines.count >= 2, !lines[0].isEmpty, !lines[1].isEmpty else {
                problems.append(
                    "credential \"\(target.credential)\": the file must hold the user on its first line and the password "
                        + "on its second")
                return nil
            }
            return Credential(user: lines[0], password: lines[1])
        } catch let failure as SmallFile.Failure {
            problems.append(
                "credential \"\(target.credential)\" of target \"\(target.name)\": \(failure); the file must hold "
                    + (target.ssh == nil
                        ? "the user on its first line and the password on its second" : "a private key"))
            return nil
        } catch let failure as LaneFailure {
            problems.append(failure.reason)
            return nil
        } catch {
            problems.append("credential \"\(target.credential)\" of target \"\(target.name)\": \(error)")
            return nil
        }
    }

    /// The key of the host's account, as ssh-keygen writes it.
    private func key(_ lines: [String], _ terms: SSHTerms, of target: Target) throws -> SSHKeyCredential {
        guard
            let trust = HostTrust(
                keyLines: terms.hostKeys, authorityLines: terms.hostAuthorities, host: target.upstream.host)
        else { throw LaneFailure(.notReady, "target \"\(target.name)\" has a host key that is none") }
        return SSHKeyCredential(
            UserSigner(
                try OpenSSHPrivateKey.read(lines), user: terms.user, trust,
                signsUnbound: terms.unboundSignatures ?? false))
    }

    func pseudonymKey(of target: Target, _ problems: inout [String]) -> String? {
        let path = folder + "/pseudonym.key"
        do {
            let key = try SmallFile.lines(path, others: .nobody).first ?? ""
            guard key.utf8.count >= 64, key.allSatisfy(\.isHexDigit) else {
                problems.append("\(path): must hold at least 32 random bytes in hex: openssl rand -hex 32 > \(path)")
                return nil
            }
            return key
        } catch {
            problems.append(
                "target \"\(target.name)\" masks by pseudonym or shift, which need a key: \(error); "
                    + "put 32 random bytes there in hex: openssl rand -hex 32 > \(path)")
            return nil
        }
    }
}
