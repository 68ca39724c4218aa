/// Why a request met no endpoint.
public enum WebRefusal: Error, Sendable, Equatable {
    /// No endpoint at this path, or none for this method.
    case noRoute
    /// A percent escape in the path is broken, or a parameter is not UTF-8 once decoded.
    case badEscape
}
