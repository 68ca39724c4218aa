/// Which source a proxied call names, as offsets into the head.
public enum ProxyReference: Sendable, Equatable {
    case id(Int64)
    case uid(Range<Int>)
    case invalidID
    case invalidUID
}
