/// What tokens of an issuer are taken for.
package enum IssuerPurpose: String, Sendable, CaseIterable {
    /// Enrolment of sidecars.
    case sidecars
    /// The person or agent behind one database connection.
    case clients
    /// People who log in to the hub's pages.
    case people
}
