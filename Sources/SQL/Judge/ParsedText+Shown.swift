import Detectors
import PgParser
import SQLSyntax

extension ParsedText {
    /// What a reader of the statement must be shown. A literal that is code is read like the statement itself, so that a finding in
    /// it is in one literal, comment or quoted name of that code.
    var codeInText: CodeInText {
        var code = CodeInText(kept: codeRanges)
        for literal in codeLiterals {
            let body = Array(bytes[literal.content])
            guard literal.isReadable, let tokens = PgParser.tokens(of: body) else {
                code.unread.append(literal.content)
                continue
            }
            code.kept += Self.codeRanges(of: body, tokens).map {
                $0.lowerBound + literal.content.lowerBound..<$0.upperBound + literal.content.lowerBound
            }
        }
        code.kept.sort { $0.lowerBound < $1.lowerBound }
        return code
    }
}
