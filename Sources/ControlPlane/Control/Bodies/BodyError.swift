public import JSON

/// Why a request's body was refused. Carries names of fields and places, never a value.
public enum BodyError: Error, Sendable, Equatable {
    /// What a field should have held.
    public enum Expectation: String, Sendable {
        case string = "a string"
        case boolean = "true or false"
        case integer = "an integer"
        case object = "an object"
        case array = "an array"
        case time = "milliseconds since 1970, a duration or date math, as text"
        case role = "one of Viewer, Editor, Admin"
        case standing = "0 or 4"
        case organization = "the id of an organization, once"
        case objects = "a list of objects, and not too many"
        case action = "an action such as datasources:query"
        case permission = "Query, Edit, Admin or empty"
        case permissions =
            "a list of at most 1000 objects, each with permission and one of userId, teamId and builtInRole"
        case lifetime = "at most 100 years, in seconds"
    }

    /// `Content-Type` is not `application/json`.
    case notJSON
    /// Longer than `JSONBody.bytesMax`.
    case tooLarge
    case malformed(JSONError)
    case notAnObject
    /// A required field is absent, null or empty.
    case missing(field: String)
    case wrongType(field: String, expected: Expectation)

    /// For the answer's `detail`: names the field.
    public var detail: String {
        switch self {
        case .notJSON: "Content-Type: must be application/json"
        case .tooLarge: "body: must not be longer than \(JSONBody.bytesMax) bytes"
        case .malformed(let error): "body: \(error.description)"
        case .notAnObject: "body: must be a JSON object"
        case .missing(let field): "\(field): is required"
        case .wrongType(let field, let expected): "\(field): must be \(expected.rawValue)"
        }
    }
}
