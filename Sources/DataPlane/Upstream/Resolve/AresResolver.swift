internal import CAres
internal import Glibc
public import Reactor
internal import Synchronization

/// Names to addresses by c-ares: the hosts file, then the name servers of the system's configuration, over sockets that the
/// worker's loop watches (level-triggered) under handles of kind `resolver`, whose slot is the descriptor.
///
/// Requests for one name are joined while a search for it is under way; what comes of it is kept by its time to live. c-ares
/// counts its timeouts on the machine's own clock, not on `now`: a search that nobody answers ends by itself, after the caller's
/// patience (`UpstreamConfiguration.resolveTimeoutMilliseconds`), so that callers hear of a timeout and not of a missing name.
@safe public final class AresResolver: NameResolver {
    /// Names kept at most; a gateway's sources have fewer hosts.
    static let namesMax = 1_024
    /// RFC 1035 2.3.4, with a dot at the end.
    static let nameBytesMax = 254

    private static let libraryStatus = ares_library_init(ARES_LIB_INIT_ALL)

    private let channel: ares_channel
    private let inbox: AresInbox
    private var cache = NameCache(namesMax: AresResolver.namesMax)
    /// Who waits, by name; a name is here exactly while c-ares looks for it.
    private var waiting: [String: [NameRequest]] = [:]
    private var watched: Set<Int32> = []
    private var answers: [NameAnswer] = []
    private var answersTaken = 0
    /// Somebody waits, or an answer does. Looked at on every turn: an atomic needs no check of exclusivity.
    private let isBusy = Atomic(false)

    /// Asks `servers` and nobody else, without search domains; with none, whom the system's configuration names as it stands
    /// now. A try waits `tryMilliseconds` for each server, the next round of tries twice that: 7 s in all as it comes. Throws
    /// when there is no memory or the configuration cannot be read.
    public init(
        servers: [SocketAddress] = [], tryMilliseconds: Int32 = 1_000, tries: Int32 = 3
    ) throws(SystemError) {
        try Self.check(Self.libraryStatus)
        let inbox = AresInbox()
        var options = unsafe ares_options()
        unsafe options.flags = servers.isEmpty ? 0 : ARES_FLAG_NOSEARCH
        unsafe options.timeout = tryMilliseconds
        unsafe options.tries = tries
        unsafe options.sock_state_cb_data = Unmanaged.passUnretained(inbox).toOpaque()
        unsafe options.sock_state_cb = { context, socket, readable, writable in
            guard let context = unsafe context else { return }
            let inbox = unsafe Unmanaged<AresInbox>.fromOpaque(context).takeUnretainedValue()
            inbox.note(socket: socket, readable: readable != 0, writable: writable != 0)
        }
        let mask =
            ARES_OPT_FLAGS | ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_LOOKUPS | ARES_OPT_SOCK_STATE_CB
        var channel: ares_channel?
        // Files before DNS, whatever nsswitch.conf says: c-ares has nothing else to offer. It copies the text.
        var lookups = Array("fb".utf8CString)
        let status = unsafe lookups.withUnsafeMutableBufferPointer { lookups in
            unsafe options.lookups = lookups.baseAddress
            return unsafe ares_init_options(&channel, &options, mask)
        }
        try Self.check(status)
        guard let channel = unsafe channel else { throw SystemError(number: ENOMEM) }
        unsafe self.channel = channel
        self.inbox = inbox
        unsafe AresSocketCalls.install(on: channel, inbox: inbox)
        guard !servers.isEmpty else { return }
        let list = servers.map(\.description).joined(separator: ",")
        try Self.check(unsafe ares_set_servers_ports_csv(channel, list))
    }

    deinit {
        unsafe ares_cancel(channel)
        unsafe ares_destroy(channel)
    }

    private static func check(_ status: Int32) throws(SystemError) {
        if status == ARES_SUCCESS { return }
        throw SystemError(number: status == ARES_ENOMEM ? ENOMEM : EINVAL)
    }

    // MARK: NameResolver

    public func begin(_ request: NameRequest, now: UInt64, loop: borrowing Loop) {
        let host = request.host
        if let known = cache.addresses(of: host, now: now) { return answer(request, known) }
        if waiting[host] != nil {
            waiting[host]?.append(request)
            return
        }
        guard Self.isAskable(host) else { return answer(request, []) }
        waiting[host] = [request]
        isBusy.store(true, ordering: .relaxed)
        var hints = ares_addrinfo_hints()
        hints.ai_family = AF_UNSPEC
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        let lookup = AresLookup(host: host, inbox: inbox)
        unsafe ares_getaddrinfo(
            channel, host, nil, &hints,
            { context, status, _, found in unsafe AresLookup.finish(context, status: status, found: found) },
            lookup.retainedPointer())
        settle(now: now, loop: loop)
    }

    public func ready(_ handle: Handle, _ readiness: Readiness, now: UInt64, loop: borrowing Loop) {
        let socket = Int32(handle.slot)
        // A report that is older than the socket's end.
        guard watched.contains(socket) else { return }
        let isOver = !readiness.isDisjoint(with: [.failed, .hungUp])
        unsafe ares_process_fd(
            channel, isOver || readiness.contains(.readable) ? socket : ARES_SOCKET_BAD,
            isOver || readiness.contains(.writable) ? socket : ARES_SOCKET_BAD)
        settle(now: now, loop: loop)
    }

    public func tick(now: UInt64, loop: borrowing Loop) -> UInt64? {
        guard isBusy.load(ordering: .relaxed) else { return nil }
        defer { isBusy.store(!waiting.isEmpty || !answers.isEmpty, ordering: .relaxed) }
        if !waiting.isEmpty, untilTimeout() == 0 {
            unsafe ares_process_fd(channel, ARES_SOCKET_BAD, ARES_SOCKET_BAD)
            settle(now: now, loop: loop)
        }
        if !answers.isEmpty { return 0 }
        return waiting.isEmpty ? nil : untilTimeout()
    }

    public func nextAnswer() -> NameAnswer? {
        guard isBusy.load(ordering: .relaxed), answersTaken < answers.count else { return nil }
        let answer = answers[answersTaken]
        answersTaken += 1
        if answersTaken == answers.count {
            answers.removeAll(keepingCapacity: answersTaken <= 64)
            answersTaken = 0
        }
        return answer
    }

    // MARK: After each call into c-ares

    private func settle(now: UInt64, loop: borrowing Loop) {
        // Each round closes the socket and costs its searches a try, so that the rounds end.
        while let socket = inbox.takeRefused() {
            unsafe ares_process_fd(channel, socket, ARES_SOCKET_BAD)
        }
        for (socket, change) in inbox.takeChanges() { watch(socket, change, loop: loop) }
        for outcome in inbox.takeOutcomes() {
            cache.keep(outcome.addresses, of: outcome.host, seconds: outcome.seconds, now: now)
            for request in waiting.removeValue(forKey: outcome.host) ?? [] { answer(request, outcome.addresses) }
        }
    }

    /// A closed socket has left the epoll by itself. One that cannot be watched is left to c-ares's timeouts.
    private func watch(_ socket: Int32, _ change: AresInbox.SocketChange, loop: borrowing Loop) {
        if change.wasClosed { watched.remove(socket) }
        guard !change.interest.isEmpty, socket >= 0, socket < 1 << 24 else { return }
        let isNew = watched.insert(socket).inserted
        do throws(SystemError) {
            try loop.watch(
                rawDescriptor: socket, handle: Handle(kind: .resolver, slot: Int(socket)), interest: change.interest,
                isNew: isNew)
        } catch {
            watched.remove(socket)
        }
    }

    private func answer(_ request: NameRequest, _ addresses: [SocketAddress]) {
        isBusy.store(true, ordering: .relaxed)
        answers.append(
            NameAnswer(handle: request.handle, addresses: addresses.map { $0.replacingPort(with: request.port) }))
    }

    /// Milliseconds, rounded up, until c-ares wants to give up on something; nothing when it waits for nothing.
    private func untilTimeout() -> UInt64? {
        var time = timeval()
        guard unsafe ares_timeout(channel, nil, &time) != nil else { return nil }
        return UInt64(max(time.tv_sec, 0)) * 1_000 + UInt64(max(time.tv_usec, 0) + 999) / 1_000
    }

    /// A name that C can be given whole.
    private static func isAskable(_ host: String) -> Bool {
        !host.isEmpty && host.utf8.count <= nameBytesMax && !host.utf8.contains(0)
    }
}
