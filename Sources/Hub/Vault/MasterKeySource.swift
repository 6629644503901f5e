/// Where the master key is.
package enum MasterKeySource: Sendable, Equatable {
    /// 32 bytes in hexadecimal or base64; others must not be able to read the file.
    case file(String)
    /// The same in an environment variable.
    case environment(String)
    /// Vault's or OpenBao's transit engine.
    case transit(VaultConfiguration, mount: String = "transit", keyName: String)

    /// - Returns: the key; `close` has to be called before it goes.
    package func open(nowSeconds: @escaping @Sendable () -> Int64) throws(MasterKeyFailure) -> any MasterKey {
        switch self {
        case .file(let path): return try LocalMasterKey(file: path)
        case .environment(let variable): return try LocalMasterKey(environment: variable)
        case .transit(let vault, let mount, let keyName):
            let client: VaultClient
            do { client = try VaultClient(vault) } catch { throw .service(error.description) }
            return TransitMasterKey(client: client, mount: mount, keyName: keyName, nowSeconds: nowSeconds)
        }
    }
}
