internal import Reactor

/// Which of a name's addresses are worth a dial.
enum AddressChoice {
    /// More than these would keep a caller waiting for longer than any name needs.
    static let addressesMax = 8

    /// The first of `addresses`, in their order. When those are all of one family and there is another, its first takes the last
    /// place: a machine whose route to one family is broken still gets through.
    static func choose(_ addresses: [SocketAddress]) -> [SocketAddress] {
        var chosen = Array(addresses.prefix(addressesMax))
        guard let family = chosen.first?.family, chosen.allSatisfy({ $0.family == family }),
            let other = addresses.dropFirst(addressesMax).first(where: { $0.family != family })
        else { return chosen }
        chosen[chosen.count - 1] = other
        return chosen
    }
}
