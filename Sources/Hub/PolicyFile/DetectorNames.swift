/// The detectors that a policy may name.
package enum DetectorNames {
    package static let all = [
        "us_ssn", "npi", "dea", "mbi", "mrn", "phone", "email", "ip", "url", "vin", "card", "birth_date",
    ]
}
