import HubAPI
import HubClient
import SmallFiles
import Spool

/// Enrols an instance, renews its certificate, and keeps what comes of both.
struct Enroller: Sendable {
    let client: HubClient
    let place: HubPlace
    let folder: HubFolder
    let instance: InstanceIdentity
    let tlsKey: TLSKey
    let stateDirectory: String

    func enrol() async throws(HubStartupError) -> EnrolResponse {
        let token: EnrolToken
        do { token = try place.token() } catch { throw .noToken(reason: error.description) }
        let enrolment: EnrolResponse
        do {
            let request = try EnrolRequest.signed(
                token: token, tlsKey: tlsKey, instance: instance, version: Version.text)
            enrolment = try await client.enrol(request)
        } catch { throw .hub(error) }
        // The log's origin has the hub's name: another hub's log this one cannot become.
        do { _ = try InstanceIdentity(stateDirectory: stateDirectory, hubName: enrolment.hubName) } catch {
            throw .state(reason: error.reason)
        }
        try use(enrolment)
        return enrolment
    }

    /// A new certificate for the same key, while the one there is still holds.
    func renew(_ enrolment: EnrolResponse) async throws(HubStartupError) -> EnrolResponse {
        var renewed = enrolment
        do { renewed.certificate = try await client.renew(RenewRequest(version: Version.text)) } catch {
            throw .hub(error)
        }
        try use(renewed)
        return renewed
    }

    /// Takes up what was kept.
    func resume(_ enrolment: EnrolResponse) throws(HubStartupError) {
        let trust = HubTrust(
            authorities: [place.authorities, enrolment.certificate.authorities],
            identity: TLSIdentity(chain: enrolment.certificate.chain, key: tlsKey))
        do { try client.use(trust) } catch { throw .hub(error) }
    }

    private func use(_ enrolment: EnrolResponse) throws(HubStartupError) {
        try resume(enrolment)
        do { try folder.keep(enrolment) } catch { throw .state(reason: error.reason) }
    }
}
