import Foundation
import TestSupport
import Testing
import Vault

/// Against moto, which checks signatures and policies once its set-up is done.
@Suite("AWS Secrets Manager") struct SecretsManagerTests {
    /// Requests that moto takes without a check: those of `start`.
    private static let setUpRequests = 5

    private struct Account {
        let process: ServiceProcess
        let accessKeyID: String
        let secretAccessKey: String

        /// A shared credentials file, the profile `hub` in it.
        func file(id: String? = nil, secret: String? = nil) throws -> String {
            let path = process.folder.appending(path: "credentials-\(UUID().uuidString)")
            let text = """
                [default]
                aws_access_key_id = AKIAWRONG
                aws_secret_access_key = wrong

                [hub]
                # of the hub
                aws_access_key_id=\(id ?? accessKeyID)
                aws_secret_access_key = \(secret ?? secretAccessKey)
                """
            try Data(text.utf8).write(to: path)
            return path.path()
        }

        func source(_ name: String, _ secretID: String, file: String) -> CredentialSourceConfiguration {
            CredentialSourceConfiguration(
                name: name,
                kind: .awsSecretsManager(
                    .init(
                        region: "us-east-1", secretID: secretID, credentials: .file(file, profile: "hub"),
                        endpoint: process.url, timeoutMilliseconds: 60_000)))
        }
    }

    private func start() async throws -> Account {
        try await OffPool.run {
            let process = try ServiceProcess(
                "moto_server", environment: ["INITIAL_NO_AUTH_ACTION_COUNT": "\(Self.setUpRequests)"]
            ) { port, _ in ["-H", "127.0.0.1", "-p", "\(port)"] }
            func ask(_ service: String, _ arguments: [String]) throws -> String {
                try Command(
                    "curl",
                    ["-sS", "--fail-with-body", "--aws-sigv4", "aws:amz:us-east-1:\(service)", "--user", "set:up"]
                        + arguments + [process.url + "/"]
                ).check()
            }
            func manage(_ fields: String...) throws -> String {
                try ask("iam", (fields + ["UserName=hub", "Version=2010-05-08"]).flatMap { ["--data-urlencode", $0] })
            }
            _ = try manage("Action=CreateUser")
            let key = try manage("Action=CreateAccessKey")
            _ = try manage(
                "Action=PutUserPolicy", "PolicyName=read",
                #"PolicyDocument={"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "secretsmanager:GetSecretValue", "Resource": "*"}]}"#
            )
            for (name, text) in [
                ("prod/ehr", #"{\"username\": \"agent\", \"password\": \"pass wörd\", \"port\": 5432}"#),
                ("plain", "just text"),
            ] {
                _ = try ask(
                    "secretsmanager",
                    [
                        "-H", "x-amz-target: secretsmanager.CreateSecret", "-H",
                        "content-type: application/x-amz-json-1.1",
                        "-d", #"{"Name": "\#(name)", "SecretString": "\#(text)"}"#,
                    ])
            }
            func member(_ name: String) throws -> String {
                guard let start = key.range(of: "<\(name)>"), let end = key.range(of: "</\(name)>") else {
                    throw TestFailure("moto gave no \(name)")
                }
                return String(key[start.upperBound..<end.lowerBound])
            }
            return Account(
                process: process, accessKeyID: try member("AccessKeyId"), secretAccessKey: try member("SecretAccessKey")
            )
        }
    }

    @Test("A secret is read with a signed request, and a wrong key, a wrong signature or a missing secret is said so")
    func secrets() async throws {
        let account = try await start()
        let file = try account.file()
        // moto checks against the time of its own clock.
        let now = Int64(Date().timeIntervalSince1970)
        try await withSources(
            account.source("ehr", "prod/ehr", file: file), account.source("plain", "plain", file: file),
            account.source("none", "prod/none", file: file),
            account.source("forged", "prod/ehr", file: try account.file(secret: "not it")),
            account.source("stranger", "prod/ehr", file: try account.file(id: "AKIASTRANGER00000000")),
            account.source("unreadable", "prod/ehr", file: "/nowhere")
        ) { sources in
            let credential = try await sources.credential("ehr", nowSeconds: now)
            #expect(credential.user == "agent" && credential.password.value == "pass wörd")
            #expect(credential.version.count == 36 && credential.leaseID == nil)
            let place = "http://127.0.0.1:\(account.process.port) GetSecretValue"
            #expect(
                await sources.failure("plain", nowSeconds: now)
                    == .malformed("\(place) plain", "the secret is not a JSON object"))
            #expect(
                await sources.failure("none", nowSeconds: now)
                    == .refused("\(place) prod/none", "HTTP 404 ResourceNotFoundException"))
            for name in ["forged", "stranger"] {
                let failure = await sources.failure(name, nowSeconds: now)
                #expect(
                    failure?.description.hasPrefix("\(place) prod/ehr: HTTP 4") == true,
                    "\(String(describing: failure))")
            }
            #expect(
                await sources.failure("unreadable", nowSeconds: now)
                    == .misconfigured("/nowhere: No such file or directory"))
        }
    }

    @Test("Errors tell the documented name of what is wrong, and nothing that the service made up")
    func errors() async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "credentials-\(UUID().uuidString)")
        try Data("[hub]\naws_access_key_id=AKIA\naws_secret_access_key=s\naws_session_token=session\n".utf8).write(
            to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let server = try LoopbackHTTPServer { _ in
            .init(400, json: #"{"__type": "AccessDeniedException", "Message": "hunter2"}"#)
        }
        let parameters = AWSSecretsManagerSource.Parameters(
            region: "us-east-1", secretID: "x", credentials: .file(file.path(), profile: "hub"), endpoint: server.url,
            timeoutMilliseconds: 30_000)
        try await withSources(.init(name: "x", kind: .awsSecretsManager(parameters))) { sources in
            let place = "\(server.url) GetSecretValue x"
            #expect(await sources.failure("x", nowSeconds: 0) == .refused(place, "HTTP 400 AccessDeniedException"))
            #expect(server.requests.first?.headers["x-amz-security-token"] == "session")
            server.answer { _ in .init(400, json: #"{"__type": "hunter2"}"#) }
            #expect(await sources.failure("x", nowSeconds: 10) == .status(place, 400))
            server.answer { _ in .init(json: #"{"SecretString": "hunter2"}"#) }
            #expect(
                await sources.failure("x", nowSeconds: 20)
                    == .malformed(place, "its answer is not of the documented form"))
            server.answer { _ in .init(503) }
            #expect(await sources.failure("x", nowSeconds: 30) == .status(place, 503))
        }
    }
}
