package import Foundation

/// An authority and a certificate of its for `localhost`, made by openssl. Gone with the object.
package final class TestCertificates: Sendable {
    package let folder: URL

    /// - Parameter days: how long they are good.
    package init(days: Int = 2) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "certificates-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try openssl([
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "\(days)",
            "-subj",
            "/CN=authority", "-keyout", "ca.key", "-out", "ca.pem",
        ])
        try openssl([
            "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=localhost",
            "-keyout", "server.key", "-out", "server.csr",
        ])
        try Data("subjectAltName=DNS:localhost\n".utf8).write(to: folder.appending(path: "names"))
        try openssl([
            "x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days",
            "\(days)",
            "-extfile", "names", "-out", "server.pem",
        ])
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: key)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    package var authority: String { folder.appending(path: "ca.pem").path() }
    package var certificate: String { folder.appending(path: "server.pem").path() }
    package var key: String { folder.appending(path: "server.key").path() }

    /// A certificate of the authority for somebody else's key, in PEM.
    /// - Parameter publicKey: SubjectPublicKeyInfo, DER.
    package func issue(to publicKey: [UInt8]) throws -> String {
        let name = UUID().uuidString
        try Data(publicKey).write(to: folder.appending(path: "\(name).der"))
        try openssl(["pkey", "-pubin", "-inform", "DER", "-in", "\(name).der", "-out", "\(name).pub"])
        try openssl([
            "x509", "-new", "-subj", "/CN=sidecar", "-force_pubkey", "\(name).pub", "-CA", "ca.pem", "-CAkey", "ca.key",
            "-days", "2", "-out", "\(name).pem",
        ])
        return try String(contentsOf: folder.appending(path: "\(name).pem"), encoding: .utf8)
    }

    private func openssl(_ arguments: [String]) throws {
        // Names are relative to the folder.
        try Command("sh", ["-c", "cd \"$0\" && exec openssl \"$@\"", folder.path()] + arguments).check()
    }
}
