internal import Glibc
internal import Reactor

/// The table's functions, as the safe half sees them: a result or `-errno`.
extension FakeKernel {
    private func interrupted() -> Bool {
        preempt()
        return draws(faults.interrupted)
    }

    // MARK: Listening

    func accept(_ number: Int32) -> Result<(number: Int32, from: SocketAddress?), Negative> {
        let result = accepted(number)
        switch result {
        case .success(let accepted): note("accept", Int(number), Int(accepted.number))
        case .failure(let error): note("accept", Int(number), -Int(error.number))
        }
        return result
    }

    private func accepted(_ number: Int32) -> Result<(number: Int32, from: SocketAddress?), Negative> {
        guard let use = use(number, in: "accept") else { return .failure(Negative(EBADF)) }
        guard case .listener(let queue, _) = use else { return .failure(Negative(EINVAL)) }
        if interrupted() { return .failure(Negative(EINTR)) }
        if queue.readiness() == 0 || draws(faults.wouldBlock) { return .failure(Negative(EAGAIN)) }
        if isExhausted() { return .failure(Negative(EMFILE)) }
        guard let endpoint = queue.pop() else { return .failure(Negative(EAGAIN)) }
        if draws(faults.acceptAborted) {
            endpoint.sever()
            endpoint.closeDescriptor()
            moved()
            return .failure(Negative(ECONNABORTED))
        }
        let fresh = open(.socket(endpoint, bound: nil))
        guard fresh >= 0 else {
            queue.push(endpoint)
            return .failure(Negative(-fresh))
        }
        note("  endpoint", Int(fresh), endpoint.id)
        return .success((fresh, endpoint.remote))
    }

    func socket() -> Int32 {
        preempt()
        let number = draws(faults.socketExhausted) ? -ENFILE : open(.socket(makeEndpoint(.fresh), bound: nil))
        if number < 0 { disturbed?(nil) }
        note("socket", 0, Int(number))
        return number
    }

    func bind(_ number: Int32, _ address: SocketAddress?) -> Int32 {
        guard let endpoint = endpoint(number, in: "bind") else { return -EBADF }
        guard let address else { return -EAFNOSUPPORT }
        let whole = address.port == 0 ? address.withPort(freePort()) : address
        endpoint.local = whole
        numbers[Int(number)] = .socket(endpoint, bound: whole)
        return 0
    }

    func listen(_ number: Int32, _ backlog: Int32) -> Int32 {
        guard case .socket(let endpoint, let bound) = use(number, in: "listen") else { return -EBADF }
        guard let bound, endpoint.phase == .fresh else { return -EINVAL }
        let queue = ListenQueue(backlog: Int(backlog))
        addListener(queue, at: bound)
        numbers[Int(number)] = .listener(queue, bound)
        note("listen", Int(number), 0)
        return 0
    }

    func localAddress(_ number: Int32) -> SocketAddress? {
        switch use(number, in: "getsockname") {
        case .socket(let endpoint, let bound): bound ?? endpoint.local
        case .listener(_, let address): address
        default: nil
        }
    }

    // MARK: Connecting

    func connect(_ number: Int32, _ address: SocketAddress?) -> Int32 {
        let result = connected(number, address)
        note("connect", Int(number), Int(result))
        return result
    }

    private func connected(_ number: Int32, _ address: SocketAddress?) -> Int32 {
        guard let endpoint = endpoint(number, in: "connect") else { return -EBADF }
        guard let address else { return -EAFNOSUPPORT }
        guard endpoint.phase == .fresh else { return -(endpoint.phase == .dialing ? EALREADY : EISCONN) }
        preempt()
        moved()
        note("  endpoint", Int(number), endpoint.id)
        if endpoint.local == nil { endpoint.local = SocketAddress(ipv4: 127, 0, 0, 1, port: freePort()) }
        guard draws(faults.dialAtOnce) else {
            dial(endpoint, address)
            return draws(faults.interrupted) ? -EINTR : -EINPROGRESS
        }
        if draws(500) {
            endpoint.phase = .dead
            disturbed?(address)
            return -random.pick([ECONNREFUSED, ENETUNREACH, EADDRNOTAVAIL, ETIMEDOUT])
        }
        dial(endpoint, address)
        while endpoint.phase == .dialing, let next = nextEvent, next < now + 2_000_000 { step() }
        if endpoint.phase == .established { return 0 }
        return endpoint.phase == .dialing ? -EINPROGRESS : -max(endpoint.takeError(), ECONNREFUSED)
    }

    func socketError(_ number: Int32) -> Int32 {
        guard let endpoint = endpoint(number, in: "getsockopt") else { return -EBADF }
        preempt()
        let error = endpoint.takeError()
        note("error", Int(number), Int(error))
        return -error
    }

    // MARK: Bytes

    func receive(_ number: Int32, _ count: Int) -> Result<[UInt8], Negative> {
        guard let endpoint = endpoint(number, in: "recv") else { return .failure(Negative(EBADF)) }
        if interrupted() { return .failure(Negative(EINTR)) }
        let result = endpoint.receive(count)
        switch result {
        case .success(let bytes):
            moved()
            note("recv", Int(number), bytes.count)
        case .failure(let error):
            if error.number != EAGAIN { moved() }
            note("recv", Int(number), -Int(error.number))
        }
        return result
    }

    func send(_ number: Int32, _ bytes: [UInt8]) -> Int {
        guard let endpoint = endpoint(number, in: "send") else { return -Int(EBADF) }
        if interrupted() { return -Int(EINTR) }
        let result: Int
        switch endpoint.send(bytes[...]) {
        case .success(let length): result = length
        case .failure(let error): result = -Int(error.number)
        }
        if result != -Int(EAGAIN) { moved() }
        note("send", Int(number), result)
        return result
    }

    func pipe(_ bytes: Int) -> Result<(output: Int32, input: Int32, capacity: Int), Negative> {
        preempt()
        if draws(faults.socketExhausted) { return .failure(Negative(EMFILE)) }
        let buffer = PipeBuffer(capacity: draws(500) ? bytes : random.within(1...max(bytes, 1)))
        let output = open(.pipeOutput(buffer))
        guard output >= 0 else { return .failure(Negative(-output)) }
        let input = open(.pipeInput(buffer))
        guard input >= 0 else {
            _ = close(output)
            return .failure(Negative(-input))
        }
        note("pipe", Int(output), buffer.capacity)
        return .success((output, input, buffer.capacity))
    }

    func splice(_ from: Int32, _ to: Int32, _ count: Int) -> Int {
        guard let source = use(from, in: "splice"), let target = use(to, in: "splice") else { return -Int(EBADF) }
        if interrupted() { return -Int(EINTR) }
        let result: Int
        switch (source, target) {
        case (.socket(let endpoint, _), .pipeInput(let pipe)): result = splice(endpoint, pipe, count)
        case (.pipeOutput(let pipe), .socket(let endpoint, _)): result = splice(pipe, endpoint, count)
        default: result = -Int(EINVAL)
        }
        if result != -Int(EAGAIN) { moved() }
        note("splice", Int(from), result)
        return result
    }

    private func splice(_ endpoint: Endpoint, _ pipe: PipeBuffer, _ count: Int) -> Int {
        guard pipe.room > 0 else { return -Int(EAGAIN) }
        switch endpoint.receive(min(count, pipe.room)) {
        case .failure(let error): return -Int(error.number)
        case .success(let bytes):
            pipe.bytes.append(bytes)
            return bytes.count
        }
    }

    private func splice(_ pipe: PipeBuffer, _ endpoint: Endpoint, _ count: Int) -> Int {
        guard !pipe.bytes.isEmpty else { return -Int(EAGAIN) }
        switch endpoint.send(pipe.bytes.first(count)) {
        case .failure(let error): return -Int(error.number)
        case .success(let length):
            _ = pipe.bytes.take(length)
            return length
        }
    }

    func lingerZero(_ number: Int32) -> Int32 {
        guard let endpoint = endpoint(number, in: "setsockopt") else { return -EBADF }
        endpoint.lingersZero = true
        return 0
    }

    func setOption(_ number: Int32) -> Int32 { use(number, in: "setsockopt") == nil ? -EBADF : 0 }

    func shutdown(_ number: Int32) -> Int32 {
        guard let endpoint = endpoint(number, in: "shutdown") else { return -EBADF }
        moved()
        note("shutdown", Int(number), 0)
        return endpoint.shutdownWriting()
    }

    func close(_ number: Int32) -> Int32 {
        note("close", Int(number), 0)
        guard let use = use(number, in: "close") else { return -EBADF }
        moved()
        if case .socket(let endpoint, _) = use, plantedLeak(endpoint) { return 0 }
        numbers[Int(number)] = nil
        switch use {
        case .socket(let endpoint, _):
            unwatch(endpoint)
            endpoint.closeDescriptor()
        case .listener(let queue, _):
            unwatch(queue)
            removeListener(queue)
        case .counter(let counter): unwatch(counter)
        case .epoll(let epoll): epoll.close()
        case .pipeInput, .pipeOutput: break
        }
        return 0
    }

    /// What is closed leaves every epoll by itself.
    private func unwatch(_ target: Pollable) {
        for entry in target.watchers { entry.epoll.forget(entry) }
    }

    // MARK: Waiting

    func epollCreate() -> Int32 { open(.epoll(makeEpoll())) }

    func epollControl(_ epoll: Int32, _ operation: Int32, _ number: Int32, _ interest: UInt32, _ data: UInt64) -> Int32
    {
        guard case .epoll(let instance) = use(epoll, in: "epoll_ctl") else { return -EBADF }
        // Taking out what is closed already is a question, not a fault.
        if operation == 2, number < 0 || Int(number) >= numbers.count || numbers[Int(number)] == nil { return -EBADF }
        guard let target = pollable(number) else { return -EBADF }
        let result = instance.control(operation, number, target, interest, data)
        note("epoll_ctl", Int(number), Int(result))
        return result
    }

    private func pollable(_ number: Int32) -> Pollable? {
        switch use(number, in: "epoll_ctl") {
        case .socket(let endpoint, _): endpoint
        case .listener(let queue, _): queue
        case .counter(let counter): counter
        case .epoll(let epoll): epoll
        case .pipeInput, .pipeOutput, nil: nil
        }
    }

    func epollWait(_ number: Int32, _ limit: Int32, _ milliseconds: Int32) -> Result<[EpollEvent], Negative> {
        guard case .epoll(let epoll) = use(number, in: "epoll_wait") else { return .failure(Negative(EBADF)) }
        let result = wait(epoll, Int(limit), milliseconds)
        switch result {
        case .success(let events): note("epoll_wait", Int(number), events.count)
        case .failure: note("epoll_wait", Int(number), -Int(EINTR))
        }
        return result
    }

    func eventfd() -> Int32 { open(.counter(EventCounter())) }

    func eventfdSignal(_ number: Int32) -> Int32 {
        guard case .counter(let counter) = use(number, in: "eventfd_write") else { return -EBADF }
        note("signal", Int(number), 0)
        counter.signal()
        return 0
    }

    func eventfdDrain(_ number: Int32) -> Int32 {
        guard case .counter(let counter) = use(number, in: "eventfd_read") else { return -EBADF }
        moved()
        return counter.drain()
    }
}
