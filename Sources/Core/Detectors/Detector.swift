/// What is looked for, by the name that a policy uses.
enum Detector: String, CaseIterable {
    case socialSecurityNumber = "us_ssn"
    case providerIdentifier = "npi"
    case drugEnforcementNumber = "dea"
    case medicareIdentifier = "mbi"
    case medicalRecordNumber = "mrn"
    case phone
    case email
    case internetAddress = "ip"
    case url
    case vehicle = "vin"
    case card
    case birthDate = "birth_date"

    /// What stands in the place of a finding.
    ///
    /// Brackets and capitals only: no digit, `@` or `:` that could be found again, no quote, backslash or line end
    /// that could end a JSON string, an SQL literal or a COPY line. The brackets also stop the search for the words
    /// that make a number near them a finding, so that a mask is never taken for such a word.
    var mask: StaticString {
        switch self {
        case .socialSecurityNumber: "[SSN]"
        case .providerIdentifier: "[NPI]"
        case .drugEnforcementNumber: "[DEA]"
        case .medicareIdentifier: "[MBI]"
        case .medicalRecordNumber: "[MRN]"
        case .phone: "[PHONE]"
        case .email: "[EMAIL]"
        case .internetAddress: "[IP]"
        case .url: "[URL]"
        case .vehicle: "[VIN]"
        case .card: "[CARD]"
        case .birthDate: "[BIRTH-DATE]"
        }
    }
}
