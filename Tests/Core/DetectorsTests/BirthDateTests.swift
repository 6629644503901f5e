import Detectors
import Testing

@Suite struct BirthDateTests {
    @Test(arguments: [
        "born 1980-05-03|1980-05-03", "DOB 05/03/1980|05/03/1980", "DOB: 5/3/80|5/3/80", "D.O.B. 03.05.1980|03.05.1980",
        "born on 3 May 1980|3 May 1980", "born 3rd of May 1980|3rd of May 1980", "Born May 3, 1980.|May 3, 1980",
        "born Sept. 3rd 1980|Sept. 3rd 1980", "date of birth 03-MAY-1980|03-MAY-1980", "birthdate 19800503|19800503",
        "{\"dob\":\"1980-05-03\"}|1980-05-03", "{\"birthDate\": \"1980-05-03\"}|1980-05-03",
        "birth_date = '1980-05-03'|1980-05-03", "dob: 1980-05-03T00:00:00Z|1980-05-03T00:00:00Z",
        "dob 1980-05-03 00:00:00+00|1980-05-03 00:00:00+00", "1980-05-03 (DOB)|1980-05-03",
        "05/03/1980 is the date of birth|05/03/1980", "Birthday: 1980/05/03|1980/05/03", "\\nDOB 1980-05-03|1980-05-03",
        "DOB:\\n1980-05-03|1980-05-03", "born in Ohio, 1980-05-03|1980-05-03", "born 1980 May 3|1980 May 3",
        "dob_1980-05-03|1980-05-03", "{\"patientDob\":\"1980-05-03\"}|1980-05-03", "dobValue=1980-05-03|1980-05-03",
        "{\"birthDateTime\":\"1980-05-03\"}|1980-05-03", "birthdateValue: 1980-05-03|1980-05-03",
        "1980-05-03 (dobOfPatient)|1980-05-03", "born\u{a0}3\u{a0}May\u{a0}1980|3\u{a0}May\u{a0}1980",
        "born May\u{202f}3,\u{202f}1980|May\u{202f}3,\u{202f}1980",
        "born September\u{2009}12, 1980|September\u{2009}12, 1980", "born September 12, 1980|September 12, 1980",
        "born February.\u{2009}12, 1980|February.\u{2009}12, 1980",
        "born 1980\u{3000}May\u{3000}3|1980\u{3000}May\u{3000}3",
        "1980-05-03\u{2003}is\u{a0}the\u{a0}date\u{a0}of\u{a0}birth|1980-05-03",
    ])
    func `A date near a word of birth is found`(example: String) throws {
        try expectFound(example, by: "birth_date", "[BIRTH-DATE]")
    }

    @Test(arguments: [
        "1980-05-03", "seen 1980-05-03", "born 1980", "born in 1980", "DOB unknown", "newborn 1980-05-03",
        "airborne 1980-05-03", "Bornholm 1980-05-03", "NEWBORN 1980-05-03", "inBornholm 1980-05-03",
        "BIRTHRIGHTS 1980-05-03", "Doberman 1980-05-03", "born 1980-13-03", "born 1980-05-32",
        "born 1780-05-03", "born 1980-05-033", "born 11980-05-03", "[BIRTH-DATE] 1980-05-03",
        "born at the county hospital of a town far away, and seen again on 2024-05-03", "born 3 tablets", "born 30 mg",
    ])
    func `A date that is nobody's birth is not found`(text: String) throws { try expectNothing(text, by: "birth_date") }
}
