/// Which detectors are on.
struct DetectorChoice: OptionSet {
    let rawValue: UInt16

    init(rawValue: UInt16) { self.rawValue = rawValue }

    init(_ detector: Detector) {
        switch detector {
        case .socialSecurityNumber: self = .socialSecurityNumber
        case .providerIdentifier: self = .providerIdentifier
        case .drugEnforcementNumber: self = .drugEnforcementNumber
        case .medicareIdentifier: self = .medicareIdentifier
        case .medicalRecordNumber: self = .medicalRecordNumber
        case .phone: self = .phone
        case .email: self = .email
        case .internetAddress: self = .internetAddress
        case .url: self = .url
        case .vehicle: self = .vehicle
        case .card: self = .card
        case .birthDate: self = .birthDate
        }
    }

    static let socialSecurityNumber = DetectorChoice(rawValue: 1 << 0)
    static let providerIdentifier = DetectorChoice(rawValue: 1 << 1)
    static let drugEnforcementNumber = DetectorChoice(rawValue: 1 << 2)
    static let medicareIdentifier = DetectorChoice(rawValue: 1 << 3)
    static let medicalRecordNumber = DetectorChoice(rawValue: 1 << 4)
    static let phone = DetectorChoice(rawValue: 1 << 5)
    static let email = DetectorChoice(rawValue: 1 << 6)
    static let internetAddress = DetectorChoice(rawValue: 1 << 7)
    static let url = DetectorChoice(rawValue: 1 << 8)
    static let vehicle = DetectorChoice(rawValue: 1 << 9)
    static let card = DetectorChoice(rawValue: 1 << 10)
    static let birthDate = DetectorChoice(rawValue: 1 << 11)

    /// The detectors whose findings have a digit.
    static let numbers: DetectorChoice = [
        .socialSecurityNumber, .providerIdentifier, .drugEnforcementNumber, .medicareIdentifier, .medicalRecordNumber,
        .phone, .internetAddress, .vehicle, .card, .birthDate,
    ]
}
