/// What collecting a body came to.
public enum CollectStep: Sendable, Equatable {
    case nothing
    /// The request is whole: `takeRequest` hands it out.
    case complete
    case tooLarge
    /// Too many bodies are being collected at once.
    case noRoom
    /// The framing was broken.
    case refused
    case close
}
