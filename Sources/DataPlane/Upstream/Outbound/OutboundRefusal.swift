/// Why a destination may not be dialled.
public enum OutboundRefusal: Error, Sendable, Equatable {
    /// An entry of `deny` names it.
    case denied
    /// There are entries in `allow`, and none names it.
    case notAllowed
    /// It lies in a part of the address space that is closed.
    case closed(AddressClass)
}
