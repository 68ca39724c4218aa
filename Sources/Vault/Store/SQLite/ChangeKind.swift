/// Which table a row of `change` speaks of. The numbers are in the file.
enum ChangeKind: Int64 {
    case dataSource = 1
    case token = 2
    case user = 3
    case organization = 4
    case team = 5
    case serviceAccount = 6
    /// What is granted on a data source: the row is the source's, and its own mark tells when it goes.
    case grants = 7
}
