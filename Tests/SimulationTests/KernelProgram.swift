import Bytes
import Reactor

/// A little program over a kernel table: a loop that listens and echoes, and a dial in the same loop that sends and reads back.
struct KernelProgram: ~Copyable {
    struct Outcome: Equatable {
        var echoed: [UInt8] = []
        var hasEnded = false
        var turns = 0
    }

    private var loop: Loop
    private let listener: Listener
    private var near: Reactor.Stream?
    private var far: Reactor.Stream?
    private var isConnected = false
    private var hasStarted = false
    private var isEchoing = true
    private let readBytesMax: Int

    init(kernel: Kernel, readBytesMax: Int) throws(SystemError) {
        self.readBytesMax = readBytesMax
        let loop = try Loop(kernel: kernel)
        let listener = try Listener(address: SocketAddress(ipv4: 127, 0, 0, 1, port: 0), backlog: 16, kernel: kernel)
        try listener.register(with: loop, as: Handle(kind: .listener, slot: 0))
        self.loop = loop
        self.listener = listener
    }

    /// Sends `message`, ends its side, and reads until the echo ends. Gives up after `turnsMax` waits.
    mutating func run(_ message: [UInt8], turnsMax: Int) throws(SystemError) -> Outcome {
        var outcome = Outcome()
        var read = ByteBuffer()
        try dial()
        while !outcome.hasEnded && outcome.turns < turnsMax {
            outcome.turns += 1
            for index in 0..<loop.wait(milliseconds: 1_000) {
                let (handle, readiness) = loop.event(index)
                switch handle.kind {
                case .listener: try accept()
                case .source:
                    near?.note(readiness)
                    if !isConnected, readiness.contains(.writable), near?.connectError() == nil { isConnected = true }
                case .caller: far?.note(readiness)
                case .wake, .resolver: break
                }
            }
            if isConnected { send(message) }
            if isConnected { receive(&outcome, &read) }
            echo(&read)
        }
        return outcome
    }

    private mutating func dial() throws(SystemError) {
        let start = listener.address.dial(kernel: loop.kernel)
        switch consume start {
        case .connected(let descriptor):
            isConnected = true
            near = Reactor.Stream(descriptor, isConnected: true, unsentKind: .plain)
        case .underWay(let descriptor): near = Reactor.Stream(descriptor, isConnected: false, unsentKind: .plain)
        case .failed(let error): throw error
        }
        try near?.register(with: loop, as: Handle(kind: .source, slot: 0))
    }

    private mutating func accept() throws(SystemError) {
        let accepted = listener.accept()
        switch consume accepted {
        case .connection(let descriptor, _):
            far = Reactor.Stream(descriptor, isConnected: true, unsentKind: .plain)
            try far?.register(with: loop, as: Handle(kind: .caller, slot: 0))
        case .none: return
        case .again: return
        case .failed(let error): if !error.isExhaustion { throw error }
        }
    }

    private mutating func send(_ message: [UInt8]) {
        if !hasStarted {
            hasStarted = true
            var buffer = ByteBuffer()
            buffer.append(message)
            if near?.send(buffer) == .sent { near?.shutdownWriting() }
        } else if near?.unsentBytes ?? 0 > 0, near?.flush() == .sent {
            near?.shutdownWriting()
        }
    }

    private mutating func receive(_ outcome: inout Outcome, _ read: inout ByteBuffer) {
        while near?.canRead == true {
            read.removeAll()
            switch near?.receive(into: &read, upTo: readBytesMax) {
            case .bytes: outcome.echoed += read.span.copy()
            case .ended, .failed:
                outcome.hasEnded = true
                return
            case .wouldBlock, nil: break
            }
        }
    }

    private mutating func echo(_ read: inout ByteBuffer) {
        guard far != nil, isEchoing, far?.flush() == .sent else { return }
        while far?.canRead == true {
            read.removeAll()
            switch far?.receive(into: &read, upTo: readBytesMax) {
            case .bytes: if far?.send(read) != .sent { return }
            case .ended:
                isEchoing = false
                far?.shutdownWriting()
                return
            case .failed, .wouldBlock, nil: break
            }
        }
    }
}
