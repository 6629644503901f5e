import FoundationEssentials
package import Outbound

/// A secret of AWS Secrets Manager (`GetSecretValue`, version 2017-10-17 of the API), a JSON object as Secrets Manager
/// keeps database credentials. The role needs `secretsmanager:GetSecretValue` on it, and `kms:Decrypt` on its key.
package struct AWSSecretsManagerSource: CredentialSource {
    package static let answerBytesLimit = 256 << 10

    package struct Parameters: Sendable, Equatable {
        package var region: String
        /// Name or ARN.
        package var secretID: String
        package var credentials: AWSCredentialPlace
        package var fields: CredentialFields
        /// nil: that of the region.
        package var endpoint: String?
        package var timeoutMilliseconds: Int

        package init(
            region: String, secretID: String, credentials: AWSCredentialPlace = .environment,
            fields: CredentialFields = CredentialFields(), endpoint: String? = nil, timeoutMilliseconds: Int = 10_000
        ) {
            self.region = region
            self.secretID = secretID
            self.credentials = credentials
            self.fields = fields
            self.endpoint = endpoint
            self.timeoutMilliseconds = timeoutMilliseconds
        }
    }

    private struct Question: Encodable {
        enum CodingKeys: String, CodingKey { case secretID = "SecretId" }
        var secretID: String
    }

    private struct Answer: Decodable {
        enum CodingKeys: String, CodingKey {
            case secret = "SecretString"
            case version = "VersionId"
        }
        var secret: String?
        var version: String
    }

    private struct Problem: Decodable {
        enum CodingKeys: String, CodingKey { case type = "__type" }
        var type: String
    }

    private let client: BoundedHTTPClient
    private let parameters: Parameters
    private let endpoint: HTTPAddress

    package init(client: BoundedHTTPClient, _ parameters: Parameters) throws(CredentialFailure) {
        self.client = client
        self.parameters = parameters
        let domain = parameters.region.hasPrefix("cn-") ? "amazonaws.com.cn" : "amazonaws.com"
        let address = parameters.endpoint ?? "https://secretsmanager.\(parameters.region).\(domain)"
        do { endpoint = try HTTPAddress(address) } catch { throw .misconfigured("\(address): the endpoint \(error)") }
    }

    package func fetch(nowSeconds: Int64) async throws(CredentialFailure) -> DatabaseCredential {
        let place = "\(endpoint.origin) GetSecretValue \(parameters.secretID)"
        guard let body = try? JSONEncoder().encode(Question(secretID: parameters.secretID)) else {
            throw .misconfigured("\(place): not JSON")
        }
        let headers = AWSSignature(region: parameters.region, service: "secretsmanager", atSeconds: nowSeconds).sign(
            .post, endpoint,
            headers: [
                ("content-type", "application/x-amz-json-1.1"), ("x-amz-target", "secretsmanager.GetSecretValue"),
            ], body: Array(body), try parameters.credentials.read())
        let answer: HTTPAnswer
        do {
            answer = try await client.send(
                HTTPCall(
                    .post, endpoint, headers: headers, body: Array(body), answerBytesLimit: Self.answerBytesLimit,
                    timeoutMilliseconds: parameters.timeoutMilliseconds))
        } catch { throw .unreachable(place, error.description) }
        guard answer.status == 200 else {
            if let word = Self.problem(answer.body) { throw .refused(place, "HTTP \(answer.status) \(word)") }
            throw .status(place, answer.status)
        }
        guard let value = try? JSONDecoder().decode(Answer.self, from: Data(answer.body)) else {
            throw .malformed(place, "its answer is not of the documented form")
        }
        guard let text = value.secret,
            let fields = try? JSONDecoder().decode([String: SecretField].self, from: Data(text.utf8))
        else { throw .malformed(place, "the secret is not a JSON object") }
        return try parameters.fields.read(fields, version: value.version, place)
    }

    /// The name of the error, when it is one that the API documents.
    private static func problem(_ body: [UInt8]) -> String? {
        guard let problem = try? JSONDecoder().decode(Problem.self, from: Data(body)) else { return nil }
        let name = problem.type.split(separator: "#").last.map(String.init) ?? ""
        return documentedErrors.first { $0 == name }
    }

    private static let documentedErrors = [
        "ResourceNotFoundException", "AccessDeniedException", "DecryptionFailure", "InternalServiceError",
        "InvalidParameterException", "InvalidRequestException", "UnrecognizedClientException",
        "InvalidSignatureException", "SignatureDoesNotMatch", "ExpiredTokenException", "IncompleteSignature",
        "InvalidClientTokenId", "MissingAuthenticationToken", "ThrottlingException", "RequestExpired",
    ]
}
