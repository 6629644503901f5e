import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOSSL
package import SmallFiles

/// Requests to services outside: each has a time limit and a size limit, none follows a redirect.
///
/// `close` has to be called before the last reference goes.
package final class BoundedHTTPClient: Sendable {
    package static let connectMilliseconds = 5_000

    private let client: HTTPClient

    /// - Parameter authorityFile: certificates (PEM) that are trusted in place of the system's.
    /// - Throws: `Failure` when the file holds no certificate.
    package init(authorityFile: String?) throws(SmallFile.Failure) {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.minimumTLSVersion = .tlsv12
        if let authorityFile {
            guard let certificates = try? NIOSSLCertificate.fromPEMFile(authorityFile), !certificates.isEmpty else {
                throw SmallFile.Failure(path: authorityFile, reason: "holds no certificate that can be read (PEM)")
            }
            tls.trustRoots = .certificates(certificates)
        }
        var configuration = HTTPClient.Configuration(
            tlsConfiguration: tls, redirectConfiguration: .disallow,
            timeout: .init(connect: .milliseconds(Int64(Self.connectMilliseconds))), decompression: .disabled)
        configuration.connectionPool.retryConnectionEstablishment = false
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    package func close() async {
        // A second close is the only failure there is.
        try? await client.shutdown()
    }

    package func send(_ call: HTTPCall) async throws(HTTPFailure) -> HTTPAnswer {
        let outcome = await withTaskGroup(of: Result<HTTPAnswer, HTTPFailure>.self) { group in
            group.addTask { await self.perform(call) }
            group.addTask {
                do { try await Task.sleep(for: .milliseconds(call.timeoutMilliseconds)) } catch {
                    return .failure(.cancelled)
                }
                return .failure(.timeout(milliseconds: call.timeoutMilliseconds))
            }
            let first = await group.next() ?? .failure(.cancelled)
            group.cancelAll()
            return first
        }
        return try outcome.get()
    }

    private func perform(_ call: HTTPCall) async -> Result<HTTPAnswer, HTTPFailure> {
        var request = HTTPClientRequest(url: call.address.text)
        request.method = HTTPMethod(rawValue: call.method.rawValue)
        for header in call.headers { request.headers.add(name: header.name, value: header.value) }
        if let body = call.body { request.body = .bytes(ByteBuffer(bytes: body)) }
        do {
            let response = try await client.execute(
                request, timeout: .milliseconds(Int64(call.timeoutMilliseconds)))
            let body = try await response.body.collect(upTo: call.answerBytesLimit)
            return .success(HTTPAnswer(status: Int(response.status.code), body: Array(body.readableBytesView)))
        } catch is NIOTooManyBytesError {
            return .failure(.answerTooLarge(bytesLimit: call.answerBytesLimit))
        } catch is CancellationError {
            return .failure(.cancelled)
        } catch let error as HTTPClientError {
            switch error {
            case .cancelled: return .failure(.cancelled)
            case .deadlineExceeded, .readTimeout:
                return .failure(.timeout(milliseconds: call.timeoutMilliseconds))
            default: return .failure(.unreachable(error.shortDescription))
            }
        } catch let error as NIOSSLError {
            return .failure(.unreachable("TLS: \(error)"))
        } catch let error as IOError {
            return .failure(.unreachable(error.description))
        } catch {
            // Parsers and TLS speak of their own states, not of what was sent.
            return .failure(.unreachable(String(describing: error).prefix(Self.reasonCharactersLimit).description))
        }
    }

    private static let reasonCharactersLimit = 200
}
