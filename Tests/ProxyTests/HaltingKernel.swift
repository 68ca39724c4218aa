import CLinux
import Reactor
import TestSupport

/// Linux, whose waits can be made to stop before they begin: what comes meanwhile is all there in the turn behind. Notes, from then on,
/// who was read and who was dialled.
final class HaltingKernel: Sendable {
    enum Call { case read, dialled }

    private struct State {
        var mayWait = true
        var isHalted = false
        var calls: [Call] = []
    }

    private let state = Watched(State())

    /// What a worker gets. It lives, and this object with it, as long as the process: workers end when they like.
    func makeKernel() -> Kernel {
        var functions = hg_linux
        functions.context = Unmanaged.passRetained(self).toOpaque()
        functions.epoll_wait = { context, epoll, events, count, milliseconds in
            HaltingKernel.behind(context)?.stop()
            return hg_linux.epoll_wait(nil, epoll, events, count, milliseconds)
        }
        functions.receive = { context, number, bytes, count in
            let length = hg_linux.receive(nil, number, bytes, count)
            if length > 0 { HaltingKernel.behind(context)?.note(.read) }
            return length
        }
        functions.connect = { context, number, address, length in
            HaltingKernel.behind(context)?.note(.dialled)
            return hg_linux.connect(nil, number, address, length)
        }
        let table = UnsafeMutablePointer<hg_kernel>.allocate(capacity: 1)
        table.initialize(to: functions)
        return Kernel(table: table)
    }

    /// Does `work` while the worker stands before its next wait, where `nudge` makes it come.
    func whileHalted(behind nudge: () throws -> Void, do work: () throws -> Void) throws {
        state.change { $0.mayWait = false }
        defer {
            state.change {
                $0.calls = []
                $0.mayWait = true
            }
        }
        try nudge()
        try state.wait(for: "the worker to stand before its wait") { $0.isHalted }
        try work()
    }

    /// What was done since, as soon as there is so much of it.
    func calls(_ count: Int) throws -> [Call] {
        try state.wait(for: "\(count) calls of the kernel") { $0.calls.count >= count }.calls
    }

    private func note(_ call: Call) { state.change { $0.calls.append(call) } }

    private func stop() {
        state.change { $0.isHalted = true }
        do {
            try state.wait(for: "the test to let the worker wait") { $0.mayWait }
        } catch {
            // The test failed long ago; its worker has to end all the same.
        }
        state.change { $0.isHalted = false }
    }

    private static func behind(_ context: UnsafeMutableRawPointer?) -> HaltingKernel? {
        context.map { Unmanaged<HaltingKernel>.fromOpaque($0).takeUnretainedValue() }
    }
}
