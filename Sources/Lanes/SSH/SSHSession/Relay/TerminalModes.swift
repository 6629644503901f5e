import NIOCore

/// The modes of a terminal (RFC 4254, section 8), written anew: of the client's only what is known, and nothing that rewrites
/// bytes on their way to a program.
enum TerminalModes {
    /// Of a program whose output is masked. Nothing that is typed is put into the output, which would then be searched with
    /// it in its middle; no signal throws away what has not been sent; one line's end is one, and the output is not
    /// stopped.
    static var quiet: ByteBuffer {
        written(
            [(1, 3), (2, 28), (3, 127), (4, 21), (5, 4)]
                + [(36, 1), (38, 0), (39, 0), (40, 0), (50, 1), (51, 1), (53, 0), (54, 0), (55, 0), (56, 0), (57, 1)]
                + [(58, 0), (59, 0), (60, 0), (61, 0), (62, 0), (70, 1), (72, 1)])
    }

    /// Of a shell, and of what nobody masks: as the client wants it.
    static func interactive(_ client: ByteBuffer) -> ByteBuffer {
        var rest = client
        var modes: [(UInt8, UInt32)] = []
        while modes.count <= UInt8.max, let code = rest.readInteger(as: UInt8.self), (1..<160).contains(code),
            let value = rest.readInteger(as: UInt32.self)
        {
            if characters.contains(code), value <= UInt8.max { modes.append((code, value)) }
            if flags.contains(code) { modes.append((code, min(value, 1))) }
        }
        return written(modes)
    }

    /// VINTR to VDISCARD.
    private static let characters: ClosedRange<UInt8> = 1...18
    /// ICRNL, IXON, IXANY, IXOFF, IMAXBEL, IUTF8; ISIG, ICANON, ECHO, ECHOE, ECHOK, ECHONL, NOFLSH, TOSTOP, IEXTEN, ECHOCTL,
    /// ECHOKE; OPOST, ONLCR, OCRNL, ONOCR, ONLRET.
    private static let flags: Set<UInt8> = [
        36, 38, 39, 40, 41, 42, 50, 51, 53, 54, 55, 56, 57, 58, 59, 60, 61, 70, 72, 73, 74, 75,
    ]
    /// IGNPAR, PARMRK, INPCK, ISTRIP, INLCR, IGNCR, IUCLC, XCASE, OLCUC, CS7, PARENB, PARODD off; CS8 on.
    private static let fixed: [(UInt8, UInt32)] = [
        (30, 0), (31, 0), (32, 0), (33, 0), (34, 0), (35, 0), (37, 0), (52, 0), (71, 0), (90, 0), (91, 1), (92, 0),
        (93, 0),
    ]

    private static func written(_ modes: [(UInt8, UInt32)]) -> ByteBuffer {
        var buffer = ByteBuffer()
        for (code, value) in modes + fixed { buffer.writeMultipleIntegers(code, value) }
        buffer.writeInteger(0 as UInt8)
        return buffer
    }
}
