import Detectors
import Testing

@Suite struct NumberTests {
    @Test(arguments: [
        "536-22-0001", "536 22 0001", "536–22–0001", "536\u{2011}22\u{2011}0001", "536\u{a0}22\u{a0}0001",
        "536\u{2002}22\u{2002}0001", "536\u{1680}22\u{200a}0001", "536\u{3000}22\u{205f}0001",
        "{\"patientSsn\": \"536220001\"}|536220001", "{\"patientSSN\":\"536220001\"}|536220001",
        "ssnNumber=536220001|536220001", "SSNNumber=536220001|536220001", "EHRSsn=536220001|536220001",
        "patientSsNo=536220001|536220001", "socSecNo=536220001|536220001",
        "social\u{a0}security\u{a0}number\u{a0}536220001|536220001", "536220001\u{2003}(ssnNumber)|536220001",
        "001-01-0001",
        "899-99-9999", "SSN 536220001|536220001", "ssn: 536220001|536220001",
        "Social Security number is 536220001|536220001", "{\"ssn\":\"536220001\"}|536220001",
        "{\"socialSecurityNumber\":\"536220001\"}|536220001", "patient_ssn = '536220001'|536220001",
        "536220001 (SSN)|536220001", "536220001 is her social security number|536220001", "(536-22-0001)|536-22-0001",
        "\"536-22-0001\"|536-22-0001", "id_536-22-0001|536-22-0001", "tel-536-22-0001|536-22-0001",
        "line\\n536-22-0001|536-22-0001", "line\\u00a0536-22-0001|536-22-0001", "line\\u00e9536-22-0001|536-22-0001",
        "\\nSSN 536220001|536220001", "患者536-22-0001です|536-22-0001",
    ])
    func `A social security number is found`(example: String) throws { try expectFound(example, by: "us_ssn", "[SSN]") }

    @Test(arguments: [
        "000-22-0001", "666-22-0001", "900-22-0001", "999-99-9999", "536-00-0001", "536-22-0000", "536-22 0001",
        "536 22-0001", "536.22.0001", "536220001", "order 536220001", "SSN 000220001", "SSN 666220001", "SSN 936220001",
        "SSN 536000001", "SSN 536220000", "SSN 5362200012", "SSN 53622000", "1536-22-0001", "536-22-00012",
        "1-536-22-0001", "536-22-0001-9", "536-22-0001.5", "A536-22-0001", "536-22-0001A", "classnames 536220001",
        "classNames 536220001", "lessN 536220001", "passNumber 536220001", "CLASSN 536220001", "associate 536220001",
        "Ssname 536220001", "SSNAME 536220001", "aSocket 536220001", "536\u{200b}22\u{200b}0001",
        "536\u{2002}22-0001", "536\u{2028}22\u{2028}0001", "[patientSSN] 536220001",
        "550e8400-e29b-41d4-a716-446655440000", "\\\\n536-22-0001", "[SSN] 536220001", "536-2-0001", "536-22-001",
        "536--22-0001", "1.536-22-0001", "536\t22\t0001", "536,22,0001",
    ])
    func `What only resembles a social security number is not found`(text: String) throws {
        try expectNothing(text, by: "us_ssn")
    }

    @Test(arguments: [
        "1234567893", "NPI 1234567893.|1234567893", "1245319599", "2000000002", "npi=1679576722;|1679576722",
        "{\"npi\":\"1234567893\"}|1234567893", "\\t1234567893|1234567893",
    ])
    func `A provider identifier is found`(example: String) throws { try expectFound(example, by: "npi", "[NPI]") }

    @Test(arguments: [
        "1234567890", "1234567894", "3234567890", "123456789", "12345678931", "0.1234567893", "1234567893.5",
        "A1234567893", "1234567893x", "12-1234567893", "1234567893-1", "123 456 7893",
    ])
    func `What only resembles a provider identifier is not found`(text: String) throws {
        try expectNothing(text, by: "npi")
    }

    @Test(arguments: [
        "AB1234563", "BS1111119", "DEA: AB1234563,|AB1234563", "A91234563", "ab1234563",
        "\\nAB1234563|AB1234563",
    ])
    func `A DEA number is found`(example: String) throws { try expectFound(example, by: "dea", "[DEA]") }

    @Test(arguments: [
        "AB1234564", "IB1234563", "AB123456", "AB12345634", "XAB1234563", "AB1234563C", "1B1234563", "A B1234563",
        "MRN0000037",
    ])
    func `What only resembles a DEA number is not found`(text: String) throws { try expectNothing(text, by: "dea") }

    @Test(arguments: [
        "1EG4TE5MK73", "1EG4-TE5-MK73", "1EG4 TE5 MK73", "1eg4te5mk73", "1EG4\u{2009}TE5\u{a0}MK73",
        "MBI:9AA0AA0AA00|9AA0AA0AA00",
        "\\n1EG4-TE5-MK73|1EG4-TE5-MK73", "1E14-T15-MK73",
    ])
    func `A Medicare identifier is found`(example: String) throws { try expectFound(example, by: "mbi", "[MBI]") }

    @Test(arguments: [
        "0EG4TE5MK73", "1SG4TE5MK73", "1LG4TE5MK73", "1OG4TE5MK73", "1IG4TE5MK73", "1BG4TE5MK73", "1ZG4TE5MK73",
        "1ES4TE5MK73", "1EGATE5MK73", "1EG41E5MK73", "1EG4TEAMK73", "1EG4TE5M173", "1EG4TE5MK7", "1EG4TE5MK731",
        "A1EG4TE5MK73", "1EG4--TE5-MK73", "11EG4TE5MK73",
    ])
    func `What only resembles a Medicare identifier is not found`(text: String) throws {
        try expectNothing(text, by: "mbi")
    }

    @Test(arguments: [
        "MRN:\u{a0}12345678|12345678", "MRN\u{2003}\u{2003}12345678|12345678", "{\"patientMrn\":\"12345678\"}|12345678",
        "patientMRN=12345678|12345678", "mrnNumber=12345678|12345678", "EHRMrn: 12345678|12345678",
        "patientMedRecNo: 12345678|12345678", "medical\u{a0}record\u{a0}number\u{a0}445566|445566",
        "MRN0000037", "mrn0000037", "MRN 12345|12345", "MRN: 12345|12345", "MRN#12345|12345",
        "MRN number 12345|12345", "mrn = '0000037'|0000037", "{\"mrn\":\"0000037\"}|0000037", "MRN: E0012345|E0012345",
        "Medical Record Number 445566|445566", "medical record no. 445566|445566",
        "medical_record_number: 445566|445566",
        "{\"medicalRecordNumber\": \"445566\"}|445566", "MRN 12-34-56|12-34-56", "MRN is 445566.|445566",
        "\\nMRN0000037|MRN0000037", "\\nMRN 12345|12345",
    ])
    func `A record number is found`(example: String) throws { try expectFound(example, by: "mrn", "[MRN]") }

    @Test(arguments: [
        "0000037", "MRN", "MRN unknown", "MRN 12", "AMRN0000037", "MRN0000037X", "MRN pending, 3 tablets of 250 mg",
        "MRN 123456789012345678901", "[MRN] 12345", "journal 12345", "MRNA 12345",
        "patientMrna 12345", "AMRN 12345", "xmrn 12345", "comrNo 12345",
    ])
    func `What only resembles a record number is not found`(text: String) throws { try expectNothing(text, by: "mrn") }

    @Test(arguments: [
        "4111\u{a0}1111\u{a0}1111\u{a0}1111", "3782\u{2009}822463\u{2009}10005",
        "4111111111111111", "4111 1111 1111 1111", "4111-1111-1111-1111", "5555555555554444", "2223003122003222",
        "378282246310005", "3782 822463 10005", "3782-822463-10005", "6011111111111117", "3530111333300000",
        "30569309025904", "6200000000000005", "4222222222222", "card 4111 1111 1111 1111 123 exp|4111 1111 1111 1111",
        "4111 1111 1111 1111 2027|4111 1111 1111 1111", "\\n4111111111111111|4111111111111111", "6759649826438453",
    ])
    func `A card number is found`(example: String) throws { try expectFound(example, by: "card", "[CARD]") }

    @Test(arguments: [
        "4111111111111112", "1111111111111117", "411111111111111", "41111111111111111111", "A4111111111111111",
        "4111111111111111a", "4111  1111 1111 1111", "0.4111111111111111", "9111111111111111", "4111-1111 1111-1111",
    ])
    func `What only resembles a card number is not found`(text: String) throws { try expectNothing(text, by: "card") }

    @Test(arguments: [
        "1HGCM82633A004352", "1M8GDM9AXKP042788", "5YJSA1DG9DFP14705|5YJSA1DG9DFP14705",
        "VIN:1HGCM82633A004352.|1HGCM82633A004352",
        "1hgcm82633a004352", "\\n1HGCM82633A004352|1HGCM82633A004352",
    ])
    func `A vehicle's number is found`(example: String) throws { try expectFound(example, by: "vin", "[VIN]") }

    @Test(arguments: [
        "1HGCM82633A004353", "1HGCM82633A00435", "1HGCM82633A0043522", "IHGCM82633A004352", "1HGCM82633O004352",
        "11111111111111111", "X1HGCM82633A004352", "1HGCM-82633-A004352",
    ])
    func `What only resembles a vehicle's number is not found`(text: String) throws {
        try expectNothing(text, by: "vin")
    }
}
