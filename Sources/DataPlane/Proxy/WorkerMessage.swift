internal import Catalog
internal import Reactor

/// What other threads tell a worker.
enum WorkerMessage: Sendable {
    case snapshot(RouteSnapshot)
    /// A caller that another worker accepted.
    case adopt(DescriptorTransfer, SocketAddress)
    /// Take nothing new, finish, end.
    case drain
}
