import PgParser
import SQLSyntax

/// Any bytes are a tree or an error: a tree in which every node is reached once, and which is no deeper than the limit.
///
/// An input is the JSON.
enum Tree {
    static let seeds: [[UInt8]] = [
        #"{"version":150001,"stmts":[{"stmt":{"SelectStmt":{"targetList":[{"ResTarget":{"val":{"ColumnRef":{"fields":[{"String":{"sval":"a"}}],"location":7}},"location":7}}],"fromClause":[{"RangeVar":{"relname":"t","inh":true,"relpersistence":"p","location":14}}],"limitOption":"LIMIT_OPTION_DEFAULT","op":"SETOP_NONE"}}}]}"#,
        #"{"version":150001,"stmts":[{"stmt":{"TransactionStmt":{"kind":"TRANS_STMT_BEGIN"}},"stmt_len":5},{"stmt":{"VariableSetStmt":{"kind":"VAR_SET_VALUE","name":"a","args":[{"A_Const":{"isnull":true,"location":-1}}]}},"stmt_location":6}]}"#,
        #"{"a":"\"\\\/\b\f\n\r\té😀","b":[1,-2,{},[],true,false]}"#,
    ].map { Array($0.utf8) }

    static func run(_ bytes: [UInt8]) throws(BrokenProperty) {
        let read = bytes.withUnsafeBufferPointer { bytes in try? TreeReader.read(bytes, for: .newest) }
        guard let tree = read else { return }
        var reached = [Bool](repeating: false, count: tree.slots.count)
        try walk(tree.root, depth: 0, &reached)
        try require(!reached.contains(false), "a node is in no list")
    }

    private static func walk(_ node: SyntaxNode, depth: Int, _ reached: inout [Bool]) throws(BrokenProperty) {
        try require(depth <= TreeReader.depthLimit, "a tree of \(depth) levels")
        try require(!reached[Int(node.index)], "a node is reached twice")
        reached[Int(node.index)] = true
        _ = node.stringValue
        for child in node.children { try walk(child, depth: depth + 1, &reached) }
    }
}
