internal import Bytes

/// The methods that an endpoint can be registered for. Anything else meets no endpoint.
public enum WebMethod: String, Sendable, CaseIterable {
    case get = "GET"
    case post = "POST"
    case put = "PUT"
    case patch = "PATCH"
    case delete = "DELETE"

    /// The method whose endpoint answers a request line: HEAD is served by GET (RFC 9110 section 9.3.2). Methods are
    /// case-sensitive (section 9.1).
    init?(requestMethod bytes: Span<UInt8>) {
        if bytes.equals("GET") || bytes.equals("HEAD") {
            self = .get
        } else if bytes.equals("POST") {
            self = .post
        } else if bytes.equals("PUT") {
            self = .put
        } else if bytes.equals("PATCH") {
            self = .patch
        } else if bytes.equals("DELETE") {
            self = .delete
        } else {
            return nil
        }
    }
}
