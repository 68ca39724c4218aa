/// Names of tags and fields, which may say which of both they are.
enum InfluxName {
    /// In quotes, with `::tag` or `::field` behind them where the name ends in that.
    static func quoted(_ name: String) -> String {
        for suffix in ["::tag", "::field"] where name.hasSuffix(suffix) {
            return "\"\(name.dropLast(suffix.count))\"\(suffix)"
        }
        return "\"\(name)\""
    }

    /// The name is a tag's for certain.
    static func isTag(_ name: String) -> Bool { name.hasSuffix("::tag") }
}
