/// What waits for its next share of a turn.
enum ReadyItem {
    case exchange(slot: Int, generation: UInt32)
    case caller(slot: Int, generation: UInt32)
}
