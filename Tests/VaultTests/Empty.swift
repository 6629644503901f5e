import Testing

@Suite struct EmptyVault { @Test func nothing() {} }
