public import Reactor

/// A few accepts a turn, after everybody who is here already has been served.
extension Downstream {
    public mutating func accept(
        from listener: borrowing Listener, now: UInt64, loop: borrowing Loop, deadlines: inout Deadlines
    ) -> AcceptStep {
        for _ in 0..<configuration.acceptsPerTurn {
            guard !callers.isFull else { return .exhausted }
            let accepted = listener.accept()
            switch consume accepted {
            case .connection(let descriptor, let address):
                admit(descriptor, address, now: now, loop: loop, deadlines: &deadlines)
            case .none: return .done
            case .again: continue
            case .failed(let error): return error.isExhaustion ? .exhausted : .done
            }
        }
        return .done
    }
}
