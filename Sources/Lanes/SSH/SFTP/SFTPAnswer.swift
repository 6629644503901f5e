/// What a host answers to a request, if not with a status.
enum SFTPAnswer: Sendable {
    case status, handle, data, name, attributes, extended, limits

    func fits(_ type: UInt8) -> Bool {
        switch (type, self) {
        case (SFTPPacketType.status, _), (SFTPPacketType.handle, .handle), (SFTPPacketType.data, .data),
            (SFTPPacketType.name, .name), (SFTPPacketType.attributes, .attributes),
            (SFTPPacketType.extendedReply, .extended), (SFTPPacketType.extendedReply, .limits):
            true
        default: false
        }
    }
}
