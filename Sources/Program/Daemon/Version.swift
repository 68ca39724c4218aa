/// The product's own version. The version of the API that it speaks is in `ControlConfiguration`.
public enum Version {
    public static let current = "0.1.0"
}
