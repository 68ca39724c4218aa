/// Which table a row of `change` speaks of. The numbers are in the file.
enum ChangeKind: Int64 {
    case dataSource = 1
    case token = 2
    case user = 3
    case organization = 4
    case team = 5
    case serviceAccount = 6
}
