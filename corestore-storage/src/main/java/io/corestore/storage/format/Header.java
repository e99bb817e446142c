package io.corestore.storage.format;

import io.corestore.key.CoreKey;
import io.corestore.key.KeyPair;
import io.corestore.key.Manifest;
import io.corestore.spi.CoreHead;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a core is, as of its last checkpoint.
 *
 * @param userData in the order in which the keys were first set
 */
public record Header(
        CoreKey key,
        @Nullable Manifest manifest,
        @Nullable KeyPair keyPair,
        Map<String, ByteBuffer> userData,
        CoreHead head,
        List<ReorgHint> reorgs)
        implements HeaderContent {
    public Header {
        userData = Collections.unmodifiableMap(new LinkedHashMap<>(userData));
        reorgs = List.copyOf(reorgs);
    }
}
