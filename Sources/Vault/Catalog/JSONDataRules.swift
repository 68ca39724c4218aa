internal import Bytes
internal import JSON

/// What jsonData, which everybody may read, may hold.
struct JSONDataRules {
    let configuration: CatalogConfiguration

    func check(_ jsonData: JSONValue) throws(CatalogError) {
        var text = ByteBuffer()
        text.appendJSON(jsonData)
        guard text.count <= DataSourceRules.jsonDataBytesMax else {
            throw .invalidField(name: "jsonData", problem: "is larger than \(DataSourceRules.jsonDataBytesMax) bytes")
        }
        guard let object = jsonData.objectValue else { return }
        for member in object.members { try checkMember(member.key, member.value) }
        try checkHeaders(jsonData)
    }

    /// No secret in the clear, and no path that makes the server read its own files.
    private func checkMember(_ key: String, _ value: JSONValue) throws(CatalogError) {
        guard let text = value.stringValue, !text.isEmpty else { return }
        let lowercased = key.lowercased()
        if Self.secretNames.contains(lowercased) || lowercased.hasPrefix("httpheadervalue") {
            throw .invalidField(name: "jsonData.\(key)", problem: "belongs into secureJsonData")
        }
        if Self.pathNames.contains(lowercased) {
            throw .invalidField(name: "jsonData.\(key)", problem: "names a file, which the API may not")
        }
    }

    private func checkHeaders(_ jsonData: JSONValue) throws(CatalogError) {
        for header in CustomHeaders(jsonData).headers {
            let problem = CustomHeaders.problem(withName: header.name, forbidden: configuration.forbiddenHeaderNames)
            if let problem { throw .invalidField(name: "jsonData.\(header.nameKey)", problem: problem) }
        }
        guard jsonData["httpHeaderName\(CustomHeaders.countMax + 1)"] == nil else {
            throw .invalidField(name: "jsonData", problem: "has more than \(CustomHeaders.countMax) custom headers")
        }
    }

    private static let secretNames: Set<String> = ["password", "basicauthpassword", "tlsclientkey"]

    private static let pathNames: Set<String> = [
        "tlscacertfile", "tlsclientcertfile", "tlsclientkeyfile", "sslrootcertfile", "sslcertfile", "sslkeyfile",
    ]
}
