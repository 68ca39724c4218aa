/// The entity tag of a data source: its revision, quoted (RFC 9110 section 8.8.3).
///
/// The revision and not the version: an update that names no version leaves the version as it was.
public enum EntityTag {
    public static func text(revision: Int64) -> String { "\"\(revision)\"" }
}
