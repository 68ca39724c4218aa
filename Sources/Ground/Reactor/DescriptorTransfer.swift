/// An open descriptor on its way from one worker to another. Whoever takes it out owns it; one that nobody takes out stays open.
public struct DescriptorTransfer: Sendable {
    private let raw: Int32

    public init(_ descriptor: consuming Descriptor) { raw = descriptor.release() }

    /// The descriptor, once.
    public consuming func adopt(kernel: Kernel) -> Descriptor { Descriptor(adopting: raw, kernel: kernel) }
}
