import Testing

@Suite struct EmptyOpenIDConnect { @Test func nothing() {} }
