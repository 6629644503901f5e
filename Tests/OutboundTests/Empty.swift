import Testing

@Suite struct EmptyOutbound { @Test func nothing() {} }
