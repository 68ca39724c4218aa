/// One HTTP answer as it came over the wire, body decoded from its framing.
public struct RawAnswer: Sendable {
    public enum Ending: Sendable, Equatable {
        /// The framing said that the body is over.
        case complete
        /// The connection ended inside the body.
        case aborted
    }

    public var status: Int
    public var reason: String
    /// In the order of the wire, names in lower case.
    public var fields: [(name: String, value: String)]
    public var body: [UInt8] = []
    /// What followed a chunked body, in the order of the wire.
    public var trailers: [(name: String, value: String)] = []
    public var ending = Ending.complete
    /// Statuses of 1xx answers that came before.
    public var interim: [Int] = []

    /// All values of a field, joined as RFC 9110 5.2 joins them.
    public func field(_ name: String) -> String? {
        let values = fields.filter { $0.name == name }.map(\.value)
        return values.isEmpty ? nil : values.joined(separator: ", ")
    }

    public var text: String { String(decoding: body, as: UTF8.self) }

    public func json() throws -> JSONTree {
        do {
            return try JSONTree(parsing: body)
        } catch {
            throw TestSupportError.unexpected("status \(status) with a body that is no JSON: \(text.prefix(300))")
        }
    }
}
