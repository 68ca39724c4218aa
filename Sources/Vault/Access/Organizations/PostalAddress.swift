/// Where an organisation is, as its admins wrote it down.
public struct PostalAddress: Sendable, Equatable {
    public var address1 = ""
    public var address2 = ""
    public var city = ""
    public var zipCode = ""
    public var state = ""
    public var country = ""

    public init() {}
}
