// The normalisation of the standard library has no other door; the alternative is a second copy of Unicode's tables.
@_spi(_Unicode) internal import Swift

/// What a name comes to when case and Unicode form are set aside: two logins, organisations or teams whose names fold to
/// the same text cannot stand beside one another.
///
/// Upper case first, then lower case, so that `ß` meets `ss` and `ſ` meets `s`; then the canonical decomposition (NFD,
/// UAX #15). Characters that only compatibility tells from others (full-width letters, ligatures of their own, invisible
/// ones) are not folded but refused, see `isPlain`.
public enum FoldedName {
    public static func text(of name: String) -> String {
        if name.utf8.allSatisfy({ $0 < 0x80 }) { return name.lowercased() }
        var scalars = String.UnicodeScalarView()
        for scalar in name.uppercased().lowercased()._nfd { scalars.append(scalar) }
        return String(scalars)
    }

    /// Whether a folded name holds nothing that looks like something else.
    static func isPlain(_ folded: String) -> Bool {
        folded.unicodeScalars.allSatisfy { !$0.properties.changesWhenNFKCCaseFolded }
    }
}
