import Reactor
import TestSupport

extension FullListener {
    var address: SocketAddress { SocketAddress(ipv4: 127, 0, 0, 1, port: port) }
}
