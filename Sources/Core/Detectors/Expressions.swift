/// The patterns of the detectors, compiled once for the process. All see bytes and ignore case.
///
/// A pattern without a name that ends in Before or After is asked at the place where a finding would begin, and gives
/// its end. What RE2 has no words for (what stands on either side, checksums) is asked by the scanner.
final class Expressions: Sendable {
    static let shared = Expressions()

    /// Bytes that the patterns of words before and after a number look at. None can match more, so a pattern never
    /// sees the cut edge.
    static let wordsBeforeLimit = 128
    static let wordsAfterLimit = 64

    let socialSecurityNumber = take(#"\d{3}(?:\#(dash)\d{2}\#(dash)|\#(space)\d{2}\#(space))\d{4}"#)
    let socialSecurityBefore = words(
        #"(?:(?:\#(begun("ssn", "soc"))|\#(wordStart)s\.s\.n\.?|\#(begun("ss"))\#(space)?(?:no|num|number|#))"#
            + #"(?:[^a-z\[\]]|\z)|\#(parted("ssn", "soc"))|social\#(joint)?sec)\#(gap)\z"#)
    let socialSecurityAfter = words(
        #"\#(between)(?:ssn(?:[^a-z]|\z)|ss\#(change(from: "n"))|social\#(joint)?sec)"#)

    let drugEnforcementNumber = take(#"[a-hj-mprstux][a-z9]\d{7}"#)

    /// The positions of the Medicare Beneficiary Identifier; S, L, O, I, B and Z are never used.
    let medicareIdentifier = take(
        #"[1-9]\#(mbi)[0-9\#(mbiSet)]\d(?:-|\#(space))?\#(mbi)[0-9\#(mbiSet)]\d(?:-|\#(space))?\#(mbi){2}"#
            + #"\d{2}"#)

    let recordNumberBefore = words(
        #"(?:\#(begun("mrn", "medrec"))|\#(wordStart)(?:mr\#(space)?#|med\.?\#(space)?rec)|medical\#(joint)?record)s?"#
            + #"(?:[\s:#=.,_"'\\(-]|\#(space)|number|num|no|id|is|was|of|in){0,16}\z"#
    )

    let phone = take(
        #"(?:\+?1\)?(?:[-. ]|\#(dash)|\#(space)){0,2})?(?:\([2-9]\d{2}\)(?:[-. ]|\#(dash)"#
            + #"|\#(space)){0,2}[2-9]\d{2}(?:[-. ]|\#(dash)|\#(space))?|[2-9]\d{2}(?:[-. /]|\#(dash)"#
            + #"|\#(space))[2-9]\d{2}(?:[-. ]|\#(dash)|\#(space)))\d{4}"#
    )
    /// However long: what stands there has been given with the number.
    let phoneExtension = take(#"\#(space)?(?:x|ext\.?|extension)\#(space)?\d+"#)
    /// ITU-T E.164: at most fifteen digits.
    let internationalPhone = take(#"\+[1-9](?:(?:[-. ()]|\#(dash)|\#(space)){0,3}\d){7,14}"#)
    /// Forms that are phone numbers only near a word that says so.
    let plainPhone = take(#"1?[2-9]\d{2}[2-9]\d{6}|[2-9]\d{2}(?:[-.]|\#(space))\d{4}"#)
    let phoneBefore = words(
        #"(?:\#(phoneWord)|(?:\#(phoneWord)[^a-z\[\]]|\#(parted("call", "cell", "tel", "ph", "fax", "contact"))"#
            + #"|(?:phon|mobil)\#(change(from: "e")))[^\[\]]{0,32})\z"#)

    let email = take(
        #"[a-z0-9._%+\x80-\xff-]*@(?:[a-z0-9\x80-\xff](?:[a-z0-9\x80-\xff-]*[a-z0-9\x80-\xff])?\.)+(?:xn--[a-z0-9-]+"#
            + #"|[a-z\x80-\xff]{2})[a-z0-9\x80-\xff]*(?:[.-]?[a-z0-9\x80-\xff]+)*"#
    )

    let url = take(#"[a-z0-9+.-]*[a-z][a-z0-9+.-]*://(?:\[[0-9a-f:.]+\])?\#(urlByte)+"#)
    let worldWideWeb = take(#"www\.\#(urlByte)+"#)

    let groupedCard = take(
        #"\d{4}(?:-\d{4}){3}(?:-\d{1,3})?|\d{4}(?:\#(space)\d{4}){3}(?:\#(space)\d{1,3})?|\#(fourSixFive)"#)
    let shortGroupedCard = take(#"\d{4}(?:-\d{4}){3}|\d{4}(?:\#(space)\d{4}){3}|\#(fourSixFive)"#)

    let date = take(
        #"(?:\#(year)[-/.]\#(month)[-/.]\#(day)|\#(day)[-/.]\#(day)[-/.](?:\#(year)|\d{2}))\#(time)"#
            + #"|\#(year)(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])|\#(year)(?:-|\#(space))\#(monthName)"#
            + #"(?:-|\#(space))\#(day)|\#(day)(?:st|nd|rd|th)?(?:-|\#(space))(?:of\#(space))?\#(monthName),?"#
            + #"(?:-|\#(space))(?:\#(year)|\d{2})"#
            + #"|\#(monthName)(?:-|\#(space))\#(day)(?:st|nd|rd|th)?(?:,\#(space)?|-|\#(space))\#(year)"#)
    let birthBefore = words(
        #"(?:\#(birthWord)|(?:\#(birthWord)[^a-z\[\]]|birt(?-i:h[a-z]{0,4}[A-Z])|\#(parted("dob", "born", "bday")))"#
            + #"\#(gap))\z"#)
    let birthAfter = words(
        #"\#(between)(?:(?:dob|born)(?:[^a-z]|\z)|do\#(change(from: "b"))|bor\#(change(from: "n"))"#
            + #"|d\.o\.b|birth|date\#(space)of\#(space)birth)"#
    )

    private static let dash = #"(?:-|\xe2\x80[\x90-\x95]|\xe2\x88\x92)"#
    /// All of the general category Zs, as `Scanner.spaceLength(at:)` knows them.
    private static let space =
        #"(?-i: |\xc2\xa0|\xe1\x9a\x80|\xe2\x80[\x80-\x8a\xaf]|\xe2\x81\x9f|\xe3\x80\x80)"#
    /// Between the words of a label.
    private static let joint = #"(?:[_-]|\#(space))"#
    /// Between a finding and the label behind it.
    private static let between =
        #"(?:["'(,=-]|\#(space)){1,4}(?:is\#(space))?(?:(?:the|my|his|her|their|patient)\#(space))?"#
    /// No letter before, or one that belongs to an escape of JSON or COPY.
    private static let wordStart = #"(?:\A|[^a-z]|\\[bfnrtv])"#
    /// Never across a bracket: so a mask is no word, and hides none.
    private static let gap = #"[^\[\]]{0,40}"#
    private static let phoneWord =
        #"(?:\#(begun("call", "cell", "tel", "ph", "fax", "contact"))[a-z]{0,4}|phone|mobile)"#
    private static let birthWord =
        #"(?:birth[a-z]{0,4}|\#(begun("dob", "born", "bday"))|\#(wordStart)(?:d\.?o\.?b\.?|b-day))"#
    private static let mbiSet = "ac-hj-kmnp-rt-y"
    private static let mbi = "[\(mbiSet)]"
    /// What ends a literal, a cell of CSV or an array's element ends a URL.
    private static let urlByte = #"[^\x00-\x20\x7f"'<>\\`^{}|,;\[\]]"#
    private static let fourSixFive = #"\d{4}-\d{6}-\d{4,5}|\d{4}\#(space)\d{6}\#(space)\d{4,5}"#
    private static let year = #"(?:18|19|20)\d{2}"#
    private static let month = #"(?:0?[1-9]|1[0-2])"#
    private static let day = #"(?:0?[1-9]|[12]\d|3[01])"#
    private static let monthName =
        #"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"#
        + #"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"#
    private static let time = #"(?:(?:T|\#(space))\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}(?::?\d{2})?)?)?"#

    /// One of the words, of small letters, where a word begins: also at the change of case of a name like `patientSsn`
    /// or `EHRSsn`. RE2 looks neither ahead nor behind, so the letters on both sides of the change are part of the match.
    private static func begun(_ words: String...) -> String { begun(words) }

    private static func begun(_ words: [String]) -> String {
        let forms = words.map { word in
            let first = word.prefix(1).uppercased()
            let rest = word.dropFirst()
            return #"\#(wordStart)\#(word)|(?-i:[a-z]\#(first))\#(rest)|(?-i:[A-Z]\#(first)\#(rest))"#
        }
        return "(?:\(forms.joined(separator: "|")))"
    }

    /// `begun`, and where the case changes behind the word: `ssnNumber`, `SSNNumber`.
    private static func parted(_ words: String...) -> String {
        let forms = words.map { word in begun([String(word.dropLast())]) + change(from: String(word.suffix(1))) }
        return "(?:\(forms.joined(separator: "|")))"
    }

    /// A word's last letter and the beginning of the next word of a name in camel case.
    private static func change(from last: String) -> String {
        "(?-i:\(last)[A-Z]|\(last.uppercased())[A-Z][a-z])"
    }

    private static func take(_ pattern: String) -> Expression { compiled(pattern, [.bytes, .ignoreCase, .longest]) }

    private static func words(_ pattern: String) -> Expression { compiled(pattern, [.bytes, .ignoreCase]) }

    private static func compiled(_ pattern: String, _ options: Expression.Options) -> Expression {
        do { return try Expression(pattern, options) } catch {
            preconditionFailure("a detector's own pattern does not compile: \(error)")
        }
    }
}
