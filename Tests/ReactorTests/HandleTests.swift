import Testing

@testable import Reactor

@Suite struct HandleTests {
    @Test(arguments: [Handle.Kind.wake, .listener, .caller, .source, .resolver], [0, 1, 0xABCDEF, (1 << 24) - 1])
    func partsComeBack(_ kind: Handle.Kind, _ slot: Int) {
        for generation in [0, 1, 0x8000_0000, UInt32.max] {
            let handle = Handle(kind: kind, slot: slot, generation: generation)
            #expect(handle.kind == kind && handle.slot == slot && handle.generation == generation)
            #expect(Handle(raw: handle.raw) == handle)
        }
    }

    @Test func partsDoNotOverlap() {
        let handles = [
            Handle(kind: .caller, slot: 1, generation: 0), Handle(kind: .caller, slot: 0, generation: 1),
            Handle(kind: .source, slot: 0, generation: 0), Handle(kind: .wake, slot: 0, generation: 0),
        ]
        #expect(Set(handles.map(\.raw)).count == 4)
        #expect(handles[0].raw == 0x0200_0001_0000_0000)
    }
}
