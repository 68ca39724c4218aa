/// What an epoll can watch.
public class Pollable {
    /// The entries of epolls that watch it.
    var watchers: [EpollEntry] = []

    /// `EPOLLIN` and the like as they hold now.
    func readiness() -> UInt32 { 0 }

    /// Something happened that may have changed `readiness`: the edge.
    func wake() {
        for entry in watchers { entry.epoll.queue(entry) }
    }
}
