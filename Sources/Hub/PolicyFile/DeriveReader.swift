import Policy
import Yams

extension TargetReader {
    /// Tables that masked values may be written to: none of them may be one that is protected itself.
    func derive(_ node: Node, _ phi: PHIReader.Columns, isClosed: Bool) -> [String] {
        if phi.isEmpty, !isClosed {
            log.error("derive speaks of masked values, and the target has no \"phi\"", at: node.mark)
        }
        return PolicyReader(log: log).list(node, "derive").compactMap { text, mark in
            let glob: TableGlob
            do { glob = try TableGlob(text) } catch {
                log.error("table pattern \"\(text)\" is not of the form SCHEMA.TABLE: \(error)", at: mark)
                return nil
            }
            if let column = phi.named.first(where: { glob.matches($0.relation) }) {
                log.error(
                    "masked values must not be written over real ones: \"\(text)\" of derive has \(column.relation), which is "
                        + "protected", at: mark)
            }
            return text
        }
    }
}
