import Testing

@testable import SSHLane

/// How long what runs may go on.
struct SessionTermTests {
    @Test(
        arguments: [
            (nil, nil, .unlimited), (100, nil, .goesOn(askInSeconds: 10)), (nil, 95, .goesOn(askInSeconds: 5)),
            (100, 95, .goesOn(askInSeconds: 5)), (9_000, 8_000, .goesOn(askInSeconds: 30)), (90, nil, .identityEnded),
            (nil, 90, .leaseEnded), (89, 5, .identityEnded), (9_000, 89, .leaseEnded),
            (91, 91, .goesOn(askInSeconds: 1)),
        ] as [(Int64?, Int64?, SessionTerm)])
    func `Who is nobody any more, and what no policy lets run, end as soon as that is so`(
        identity: Int64?, lease: Int64?, expected: SessionTerm
    ) {
        #expect(
            SessionTerm(identityEndsAtSeconds: identity, leaseEndsAtSeconds: lease, nowSeconds: 90) == expected)
    }

    @Test func `What the connections of a lane hold is reckoned together, and comes back`() {
        let memory = ChannelMemory()
        #expect(memory.roomBytes == ChannelMemory.bytesLimit)
        memory.change(by: ChannelMemory.bytesLimit - 1)
        #expect(memory.roomBytes == 1)
        memory.change(by: 10)
        #expect(memory.roomBytes == 0)
        memory.change(by: -ChannelMemory.bytesLimit - 9)
        #expect(memory.roomBytes == ChannelMemory.bytesLimit)
    }
}
