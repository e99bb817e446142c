package io.corestore.wire;

/**
 * How much one message of a peer may ask to hold. What exceeds a limit ends the connection.
 *
 * @param maxChannels how many channel ids the peer may have in use
 * @param maxNodes tree nodes in each list of a proof
 * @param maxSigners signers of a manifest
 * @param maxExtensionName characters of an extension's name
 */
public record WireLimits(int maxChannels, int maxNodes, int maxSigners, int maxExtensionName) {
    /** 65,536 channels, 64 nodes, 256 signers, 1,024 characters. */
    public static final WireLimits DEFAULT = new WireLimits(65_536, 64, 256, 1_024);

    public WireLimits {
        if (maxChannels < 1 || maxNodes < 1 || maxSigners < 1 || maxExtensionName < 1) {
            throw new IllegalArgumentException("limits must be at least 1");
        }
    }
}
