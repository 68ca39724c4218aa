internal import Bytes

extension String {
    /// The two are the same UTF-8. Swift's `==` also holds for equivalent Unicode forms: a Kelvin sign equals a K.
    func sameBytes(as other: String) -> Bool { utf8.span.equals(other.utf8.span) }
}
