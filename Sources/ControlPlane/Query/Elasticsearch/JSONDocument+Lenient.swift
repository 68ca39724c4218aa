internal import JSON

extension JSONDocument {
    /// A number, or a text that is one; nothing for what has no finite value.
    func number(_ node: JSONNode?) -> Double? {
        guard let node, let text = numberText(node) ?? string(node), let value = Double(text), value.isFinite else {
            return nil
        }
        return value
    }

    /// The member at the end of `path`.
    func descendant(_ path: String..., of node: JSONNode) -> JSONNode? {
        var place = node
        for key in path {
            guard let member = member(key, of: place) else { return nil }
            place = member
        }
        return place
    }
}
