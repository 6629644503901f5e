/// What an enrolment token is asked for with.
package struct NewEnrolTokenView: Codable, Sendable {
    package var principal: String
    package var groups: [String]
    package var ttlSeconds: Int64

    package init(principal: String, groups: [String], ttlSeconds: Int64) {
        self.principal = principal
        self.groups = groups
        self.ttlSeconds = ttlSeconds
    }
}
