/// What a call is to bring.
enum CallAim: Sendable {
    /// An answer in HTTP.
    case answer
    /// What a server says first, in a protocol of its own; `isWhole` is asked each time that some of it has come.
    case greeting(isWhole: @Sendable ([UInt8]) -> Bool)
    /// No more than where a connection may lead.
    case addresses

    /// A connection that has carried something before is no use to it.
    var needsDial: Bool {
        switch self {
        case .answer: false
        case .greeting, .addresses: true
        }
    }
}
